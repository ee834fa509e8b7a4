export const zh = {
  app: { name: '团子', title: '团子 · 直播间和群里的好东西' },
  tab: { label: '主导航', home: '首页', live: '直播', communities: '群', me: '我的', unread: '{{count}} 条未读消息' },
  common: {
    back: '返回', close: '关闭', retry: '再试一次', goHome: '回首页', skip: '跳到内容', notYet: '还没有',
    somethingWrong: '出了点问题', problemWords: '不是你的错。再试一次；如果还不行，过几分钟再来。', goneWords: '可能已经下架，或者链接不完整。看看别的吧。',
    offline: '网络断开了，恢复后会自动继续', offlineWords: '检查一下网络，然后再试一次。', pageNotLoaded: '页面没有加载出来',
    notFoundTitle: '这里什么也没有', notFoundWords: '链接可能不完整，或者页面已经搬走了。',
    listEnd: '到底了', moreFailed: '没有加载出来，点这里再试', readingOn: '正在加载…', pull: '下拉刷新', release: '松手刷新', fresh: '已是最新',
    save: '保存', remove: '删除', cancel: '取消', edit: '修改',
  },
  home: { plays: '今天一起拼', products: '正在卖', allProducts: '全部', noProducts: '货架正在整理', noProductsWords: '新货很快上架，先去直播间看看。', seeLive: '看直播' },
  search: { hint: '搜商品，比如“柿饼”', categories: '按分类看', noneTitle: '没有找到“{{words}}”', noneWords: '换个说法试试，或者短一点。', clear: '清空重来' },
  shop: { about: '关于本店' },
  seller: { title: '商家信息', short: '商家信息', legalName: '经营者', licenceNo: '统一社会信用代码', address: '地址', contact: '联系方式', note: '商品由以上经营者销售并负责售后。', toShop: '进店看看' },
  settings: { title: '设置', light: '浅色', dark: '深色', system: '跟随系统', theme: '外观', language: '语言', sessions: '登录的设备', thisDevice: '当前设备', endSession: '退出', lastSeen: '最近使用 {{when}}', signOut: '退出登录', signOutGuest: '你还没有绑定手机号，退出后这台设备上的订单和群就找不回来了。', signOutWords: '退出后可以用手机号再登录，订单和收藏都在。', stay: '先不退出', nickname: '昵称', nicknameWords: '团友和主播会看到', saved: '已保存', sessionEnded: '那台设备已退出' },
} as const
