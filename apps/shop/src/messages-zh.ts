export const zh = {
  app: { name: '团子' },
  tab: { home: '首页', live: '直播', communities: '群', me: '我的' },
} as const
