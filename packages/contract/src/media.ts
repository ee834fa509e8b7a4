import { z } from 'zod';
import { defineApi, defineProblems } from './api.ts';
import { Id, Picture } from './shapes.ts';

/** Uploads are multipart/form-data with one part named `file`; the route is declared here for its policy and reply. */
export const media = defineApi({
  'POST /api/console/shops/{shopId}/pictures': {
    summary: 'Upload a picture (multipart, part `file`)',
    access: 'shop:host',
    params: z.object({ shopId: Id }),
    reply: Picture,
    status: 201,
    problems: ['not_a_picture', 'picture_too_large'],
  },
});

export const mediaProblems = defineProblems({
  not_a_picture: [
    422,
    'This file is not a picture we can read (JPEG, PNG, WebP, GIF or AVIF).',
    '这不是可用的图片（支持 JPEG、PNG、WebP、GIF、AVIF）',
  ],
  picture_too_large: [413, 'The picture is too large (10 MB and 40 megapixels at most).', '图片太大（最多 10 MB、4000 万像素）'],
  unknown_picture: [422, 'That picture is not stored here.', '图片不存在'],
});
