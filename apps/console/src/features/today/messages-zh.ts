export const zh = {
  hello: { night: '夜深了，{{name}}', morning: '早上好，{{name}}', noon: '中午好，{{name}}', afternoon: '下午好，{{name}}', evening: '晚上好，{{name}}' },
  now: '现在要处理', calm: '都处理好了', calmWords: '没有等着你的事。新的订单、退款和快到期的团会出现在这里。',
  toShip: '待发货', toShipWords: '可以打包了', unpaid: '待付款', unpaidWords: '超时会自动关闭', refundsPending: '退款中', refundsWords: '等支付渠道确认', teamsExpiring: '快到期的团', teamsWords: '三小时内到期', lowStock: '库存不多', lowStockWords: '该补货了',
  paid: '今日支付', orders: '付款订单', buyers: '付款买家', yesterday: '昨天 {{amount}}', up: '比昨天多 {{percent}}%', down: '比昨天少 {{percent}}%', each: '客单价 {{amount}}', same: '与昨天持平',
  days: '近 {{count}} 天', daysPaid: '支付金额', daysOrders: '订单数', daysNone: '这些天还没有付款订单', chartFailed: '图表没有加载出来', table: '表格', chart: '图表', day: '日期',
  sessions: '接下来的直播', noSessions: '还没有安排直播', noSessionsWords: '定一个时间，预告会出现在商城首页。', plan: '去安排', studio: '进演播室', review: '看复盘', left: '剩 {{count}} 件', restock: '补货',
} as const;
