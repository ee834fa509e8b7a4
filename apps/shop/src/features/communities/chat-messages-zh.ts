export const zh = {
  chat: {
    waiting: '正在重新连接，写好的话会接着发出', polling: '网络不太稳，消息可能慢几秒', unreadFrom: '以下是新消息', retry: '重发', mutedUntil: '你被禁言了，{{when}} 恢复', plays: '群里正在拼',
    actions: '{{name}} 的消息', copy: '复制文字', remove: '删除这条消息', removeTitle: '删除这条消息？', removeWords: '群里所有人都看不到它了。', removed: '已删除',
    mute: '禁言', forMinutes: '多久', reason: '原因', span: { tenMinutes: '10 分钟', hour: '1 小时', day: '1 天', month: '30 天', none: '解除禁言' }, reasons: { ads: '发广告', rude: '言语不友善', spam: '刷屏', other: '违反群规' }, muteNow: '禁言 {{name}}', unmuteNow: '解除 {{name}} 的禁言', muted: '{{name}} 已被禁言', unmuted: '{{name}} 可以说话了',
    expel: '移出这个群', expelTitle: '把 {{name}} 移出群？', expelWords: '对方看不到新消息，也不能自己再加入。', expelled: '{{name}} 已移出',
  },
} as const
