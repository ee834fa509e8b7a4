export const zh = {
  team: {
    title: '拼团', sheetTitle: '{{count}} 人成团，一起便宜', campaignOver: '活动已结束', openMine: '我来开团', soFar: '已有 {{count}} 人参加', beFirst: '还没人开团，来当第一个', left: '剩 {{count}} 件', waiting: '{{count}} 个团在等人', hours: '{{count}} 小时', minutes: '{{count}} 分钟',
    stepPay: '先付款占一个位置', stepInvite: '{{span}}内，再有 {{count}} 人加入就成团', stepEnd: '没凑齐自动全额退款', oneTeam: '{{name}}的团', short: '还差 {{count}} 人', joinShort: '去参团', size: '{{count}} 人团', over: '已结束', go: '去拼团',
    seatsLabel: '{{size}} 个位置，{{paid}} 人已付款', leader: '团长', paying: '付款中', free: '等你来', yours: '你在这个团里', invites: '{{name}}邀请你一起拼', alonePrice: '单独买', noOthers: '现在没有别的团在等人。', how: '拼团怎么玩',
    seeNew: '看我的新团', paySeat: '位置已留，去付款', invite: '邀请好友，还差 {{count}} 人', seeOrder: '查看订单', join: '立即参团', lookAround: '去看看别的', shortTitle: '还差 {{count}} 人成团', allHeld: '最后的位置有人正在付款',
    movedTitle: '已为你换到另一个团', movedWords: '付款到账时这个团刚好满了，你的位置在新团里，价格不变。', fullTitle: '这个团已经满了', fullWords: '来晚一步。可以加入别的团，或者自己开一个。', doneTitle: '拼团成功！', doneWords: '店家正在准备发货。', failedTitle: '这个团没有凑齐', failedWords: '可以加入别的团，或者自己开一个。', refundWords: '付的钱已按原路退回。',
    mineTitle: '我的拼团', noneTitle: '还没有参加过拼团', noneWords: '和朋友一起买更便宜，没凑齐会自动退款。', stateDone: '已成团', stateFailed: '未成团，已退款',
  },
  share: { title: '分享', short: '分享', shop: '分享本店', inviteTitle: '邀请好友来拼团', teamText: '{{title}}，还差 {{count}} 人，一起拼吧', copied: '已复制', copyByHand: '复制不了，请长按文字复制', posterAlt: '海报：{{what}}', posterHint: '长按图片可保存或发给朋友', copy: '复制链接', copyShort: '复制', save: '存海报', send: '发给朋友' },
} as const
