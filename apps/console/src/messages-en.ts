import type { SameKeys } from '@tuanzi/ui/i18n.ts'
import type { zh } from './messages-zh.ts'

export const en: SameKeys<typeof zh> = {
  app: { name: 'Tuanzi' },
  nav: { today: 'Today' },
}
