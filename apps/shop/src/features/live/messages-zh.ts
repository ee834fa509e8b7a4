export const zh = {
  live: {
    strip: '直播', now: '直播中', watching: '{{count}} 人在看', replay: '看回放', ended: '已结束', programme: '直播', onAir: '正在直播', upcoming: '即将开播', replays: '精彩回放', noneTitle: '还没有直播', noneWords: '有新的场次会出现在这里。', toProgramme: '看看别的直播',
    connecting: '正在连接直播间', backSoon: '主播马上回来', backSoonWords: '画面恢复后会自动继续，不用刷新', soundOn: '打开声音', tapForSound: '点一下，打开声音', picture: '直播画面', play: '播放', fullscreen: '全屏观看', backToRoom: '回到直播间：{{title}}', leave: '离开直播间', joinGroup: '加入粉丝群',
    comments: '评论', me: '我', host: '主播', moderator: '场控', came: '{{name}} 来了', newest: '回到最新', saySomething: '说点什么…', send: '发送', muted: '你已被禁言', like: '点赞', shelf: '打开货架', shelfTitle: '货架 · {{count}} 件商品', shelfEmpty: '货架还是空的', shelfEmptyWords: '主播会在直播中上架商品。', explaining: '讲解中',
    drops: '{{count}} 个活动', nextDrop: '下一张卡片', fold: '收起卡片',
    ticker: { ordered: '{{name}} 买了{{title}}', 'team-opened': '{{name}} 开了{{title}}的团', 'team-joined': '{{name}} 参加了{{title}}的团', 'team-completed': '{{name}} 的{{title}}拼成了' },
    anyMoment: '马上开始', anyMomentWords: '主播正在准备，开播后自动进入。', untilStart: '距离开播', tellFriends: '叫上朋友', preview: '先看商品（{{count}}）',
    cancelledTitle: '这场直播取消了', cancelledWords: '看看别的场次吧。', endedTitle: '直播已结束', endedWords: '谢谢观看。{{name}}的下一场会出现在节目单里。', fromShow: '这场讲过的商品', chapters: '按商品看回放', replayBroken: '回放暂时放不出来，过会儿再试',
  },
} as const
