import type { ApiReply } from '@tuanzi/client';

export type TodayView = ApiReply<'GET /api/console/shops/{shopId}/today'>;
