export const zh = {
  me: { hello: '你好', helloWords: '登录后订单和群都跟着你', guestWords: '绑定手机号，换手机也不丢订单', signIn: '登录', allOrders: '全部', promoter: '推广中心', phoneTitle: '验证手机号', phoneWords: '用验证码登录，不用密码。你现在的订单、购物车和拼团都会保留。', code: '验证码', sendCode: '发送验证码', resend: '重新发送', resendIn: '{{seconds}} 秒后重发', welcome: '你好，{{name}}' },
  promoter: {
    joinTitle: '分享好东西，赚一点佣金', joinWords: '朋友通过你的链接买了，佣金就记在你名下。', ruleFree: '免费加入，不用先买东西，也不收任何费用。', ruleWhen: '朋友付款后记为待结算，收货后冻结，过了退货期就归你。', ruleRefund: '订单退款，对应的佣金会收回。', ruleHonest: '只按真实成交计算，只有一级，不能发展下线。', accept: '我已阅读并同意以上规则', join: '免费加入',
    today: '今天的佣金', pending: '待结算', frozen: '冻结中', available: '已解冻', days: '最近 30 天', sums: '带来 {{orders}} 单，{{visitors}} 人看过', chart: '最近 {{days}} 天佣金共 {{sum}}', best: '最高 {{day}} {{sum}}', share: '分享本店', commissions: '佣金明细', noneTitle: '还没有佣金', noneWords: '把喜欢的商品或拼团分享出去。', pick: '挑商品分享', releases: '{{day}} 已解冻', state: { pending: '待结算', frozen: '冻结中', available: '已解冻', void: '已取消', reversed: '已收回' },
  },
} as const
