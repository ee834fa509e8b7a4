export const zh = {
  words: '为这家店带来订单的人。佣金在付款时记账，退货期过后可用。',
  person: '分销员',
  joined: '加入于',
  orders: '订单',
  sales: '带来的销售',
  pending: '待确认',
  frozen: '退货期内',
  available: '可用',
  none: '还没有人带来订单',
  noneWords: '任何人都可以在手机上“我的 › 推广中心”免费成为分销员，不用先买东西。他们分享的商品、团和直播间会自动记下来路。',
  rate: '当前佣金比例 {{percent}}%',
  setRate: '调整佣金比例',
} as const;
