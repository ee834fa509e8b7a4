export const zh = {
  app: { name: '团子' },
  nav: { today: '今日' },
} as const
