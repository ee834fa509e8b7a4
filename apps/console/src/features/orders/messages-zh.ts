export const zh = {
  search: '订单号、手机号、收件人、快递单号', all: '全部', none: '还没有订单', noneWords: '把商品放进直播间或社群，第一笔订单就会出现在这里。', noneNext: '去看商品', noneFound: '没有符合条件的订单', noneFoundWords: '换个条件再找找。', clear: '清除条件',
  number: '订单', goods: '商品', buyer: '买家', origin: '从哪里来', total: '实付', state: '状态', more: '等 {{count}} 种', showOrder: '查看订单 {{number}}', fromScene: '只看来自这个场景的订单', needs: { 'to-ship': '现在可以发货', refunding: '退款还没到账' },
  states: { unpaid: '待付款', paid: '待发货', shipped: '已发货', delivered: '已签收', completed: '已完成', closed: '已关闭', refunded: '已退款' },
  waiting: '等待成团', refunding: '退款中', refundedPart: '部分退款',
  closeReasons: { unpaid: '超时未付款', 'by-buyer': '买家取消', 'by-shop': '店铺关闭', 'team-failed': '未成团', 'late-payment': '付款太晚', refunded: '已退款' },
  sceneKinds: { session: '直播', community: '社群', other: '场景' }, cardKinds: { product: '商品卡片', 'group-buy': '拼团卡片', other: '卡片' }, direct: '直接来到店铺',
  drawer: {
    title: '订单 {{number}}', lines: '买了什么', reasons: '价格怎么来的', goods: '商品', freight: '运费', freeFreight: '包邮', total: '合计', paid: '已付', refunded: '已退', note: '买家留言', address: '收件', noAddress: '没有收货地址', parcel: '物流',
    origin: '这笔订单从哪里来', sharer: '分享人', noSharer: '没有人分享', scene: '场景', noScene: '不在场景里', card: '卡片', noCard: '没有卡片', link: '链接', noLink: '没有链接', commission: '佣金', noCommission: '没有佣金', campaign: '活动',
    timeline: '经过', ledger: '账目', ledgerWords: '这笔订单记下的每一笔账，合计为 0。', ledgerNone: '还没有账目：付款后才记账。', sum: '合计', openLedger: '在财务中查看',
  },
  timeline: { created: '下单', payBy: '付款截止', paid: '付款', waiting: '等待成团', shipped: '发货', delivered: '签收', completed: '完成，货款入账', closed: '关闭', refunded: '退款 {{amount}}' },
  ship: { go: '发货', title: '发货', words: '快递单号会立刻告诉买家。', carrier: '快递公司', carrierHint: '如 顺丰速运', trackingNo: '快递单号', trackingNoWrong: '5–40 位字母、数字或连字符', carrierMissing: '请填写快递公司', done: '已发货', waiting: '成团之后才能发货' },
  deliver: { go: '确认签收', title: '确认买家已经签收？', words: '签收后开始计算退货期，期满后货款与佣金自动结算。', done: '已标记为签收' },
  refund: { go: '退款', title: '退款', words: '钱按原路退回买家；对应的佣金一起收回。', amount: '退款金额', all: '全额', rest: '最多可退 {{amount}}', tooMuch: '不能超过 {{amount}}', reason: '原因', reasonMissing: '请写明原因，买家会看到', reasonHint: '如 坏果两个，协商部分退款', done: '退款已发起，一般几秒到账', confirm: '退 {{amount}}' },
} as const;
