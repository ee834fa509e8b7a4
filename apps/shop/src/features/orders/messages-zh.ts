export const zh = {
  orders: {
    title: '我的订单', one: '订单详情', sum: '合计', emptyTitle: '还没有订单', emptyWords: '挑点当季的，下单后在这里看进度。', toPay: '应付', paid: '实付', refunded: '已退款', number: '订单号',
    tab: { all: '全部', unpaid: '待付款', paid: '待发货', shipped: '待收货', completed: '已完成', refunded: '已退款' },
    state: { unpaid: '待付款', paid: '待发货', waiting: '等待成团', shipped: '已发货', delivered: '已收货', completed: '已完成', closed: '已关闭', refunded: '已退款', refunding: '退款中' },
    next: { paid: '店家正在准备，发货后会在这里看到单号。', waiting: '位置已占好。把团分享出去，人齐就发货；没凑齐全额退款。', shipped: '包裹在路上，收到后点“确认收货”。', delivered: '希望你喜欢。7 天内有问题可以联系店家退货。', completed: '谢谢你的支持，下次再来。', refunding: '退款已提交，会按原路退回，通常几分钟到几个工作日。' },
    closed: { unpaid: '超过付款时间，订单已取消，没有扣款。', byBuyer: '你取消了这个订单，没有扣款。', byShop: '店家取消了这个订单，付的钱会全额退回。', teamFailed: '团没有凑齐，付的钱已全额退回。', latePayment: '付款到账时订单已经关闭，付的钱已全额退回。', refunded: '付的钱已按原路退回。' },
    step: { created: '提交订单', paid: '付款成功', shipped: '店家已发货', delivered: '已收货', completed: '交易完成', closed: '订单关闭' },
    confirming: '正在确认付款', confirmingWords: '付款平台的通知通常一两秒就到，请稍等。',
    cancel: '取消订单', cancelTitle: '取消这个订单？', cancelWords: '留给你的库存和团位会让给别人。', cancelYes: '取消订单', cancelNo: '先留着', cancelled: '订单已取消', pay: '去付款', invite: '邀请好友', seeTeam: '看拼团', receive: '确认收货', receiveTitle: '收到货了吗？', receiveWords: '请检查过包裹再确认。', received: '已确认收货', again: '再买一次',
  },
} as const
