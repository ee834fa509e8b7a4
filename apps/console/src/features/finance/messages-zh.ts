export const zh = {
  words: '每一分钱都有来处和去处：所有账户相加永远是 0。', total: '所有账户合计', balanced: '账是平的', unbalanced: '账不平，请立即联系技术人员', accountsTitle: '账户', account: '账户', balance: '余额', entries: '{{count}} 笔', people: '{{count}} 位分销员', sign: '借方记正、贷方记负。欠别人的（如待结算给店铺、给分销员的钱）是负数。',
  entriesTitle: '分录', allAccounts: '全部账户', ofOrder: '订单 {{id}}', when: '时间', kind: '业务', memo: '说明', order: '订单', amount: '金额', none: '还没有账目', noneWords: '第一笔付款到账后，这里会出现成对的分录。', noneFound: '没有符合条件的分录', clear: '看全部分录', showOrder: '看订单',
  accounts: { provider: '支付渠道待清算', held: '店铺 · 已收款未完成', settled: '店铺 · 已结算', commission: '店铺 · 佣金成本', pending: '分销员 · 待确认', frozen: '分销员 · 退货期内', available: '分销员 · 可用' },
  why: { provider: '买家付到支付渠道、渠道还没打给我们的钱', held: '已付款但订单还没完成，先替店铺保管', settled: '订单完成、过了退货期，归店铺所有', commission: '店铺承担的推广佣金', pending: '已付款订单的佣金，等待签收', frozen: '已签收，等待退货期结束', available: '退货期结束，归分销员所有' },
  kinds: { payment: '付款', refund: '退款', 'order-completed': '订单完成', 'commission-pending': '佣金待确认', 'commission-frozen': '佣金进入退货期', 'commission-available': '佣金可用', 'commission-void': '佣金取消', 'commission-reversed': '佣金收回' },
} as const;
