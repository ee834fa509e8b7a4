export const zh = {
  product: {
    soldOut: '已售罄', from: '起', sold: '已售 {{count}}', stock: '还有 {{count}} 件', quantity: '数量', less: '少一件', more: '多一件', choose: '选规格', addToCart: '加入购物车', buyFor: '立即购买 {{price}}', buy: '购买', buyAlone: '单独买',
    whyThisPrice: '价格说明', shopPrice: '店铺价', compareBasis: '划线价说明：{{basis}}', freightLater: '运费按收货地址计算，下单前会单独列出，不会多收。', pictureAlt: '{{name}}，第 {{index}} 张图',
    origin: '产地 {{place}}', returnPromise: '7 天退货', freightPromise: '运费下单前看得到', story: '它从哪儿来', inTeams: '{{count}} 人正在拼单',
  },
  buy: { joinTeam: '参团', openTeam: '开一个 {{count}} 人团', groupPrice: '{{count}} 人团价', perBuyer: '每人限购 {{count}} 件', alone: '单独买 {{price}}', openFor: '开团 {{price}}', joinFor: '参团 {{price}}' },
  cart: { title: '购物车', count: '购物车里有 {{count}} 件', added: '已加入购物车', emptyTitle: '购物车是空的', emptyWords: '看到喜欢的先放进来，一起结算更省运费。', lookAround: '去逛逛', sum: '合计', checkout: '结算（{{count}}）', choose: '选择{{title}}', remove: '移除{{title}}', offSale: '已下架', onlyLeft: '只剩 {{count}} 件了' },
  checkout: { title: '确认订单', nothing: '没有要结算的商品', goods: '商品', freight: '运费', freightFree: '免运费', total: '应付', submit: '提交订单', placing: '正在提交…', note: '留言', noteHint: '选填，写给店家', law: '提交订单即表示同意按页面所示价格购买；付款后不想要了，可在发货前联系店家退款。', notCharged: '没有扣款。', otherTeams: '看看这个团' },
  pay: { title: '付款', payWithin: '请在 {{clock}} 内付款，过时订单自动取消', tooLate: '付款时间已过，订单将自动取消', noWay: '店家还没有开通付款方式', sandbox: '演示用，不会真的扣款', opening: '正在打开收银台…', go: '去付款', later: '稍后再付' },
  address: { whereTo: '寄到哪里', recipient: '收货人', phone: '手机号', province: '省', city: '市', district: '区县', street: '详细地址', streetHint: '街道、小区、门牌号', choose: '请选择', manage: '管理地址', default: '默认', makeDefault: '设为默认地址', phoneWrong: '请填写 11 位手机号', missing: '这里还没有填', add: '新增地址', title: '收货地址', emptyTitle: '还没有收货地址', emptyWords: '存一个，下单更快。', removeTitle: '删除这个地址？', removed: '已删除' },
  link: { goneTitle: '这个链接已经失效了', goneWords: '分享的内容可能已经结束，或者链接不完整。店里还有别的好东西。' },
} as const
