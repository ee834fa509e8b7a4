import { createMessages, type MessageKey } from '@tuanzi/ui/i18n.ts';
import { zh } from './messages-zh.ts';

export const messages = createMessages({ zh, en: () => import('./messages-en.ts').then((module) => module.en) });
export const { useT, t } = messages;
/** Every sentence of the shop, by its path. */
export type Key = MessageKey<typeof zh>;
