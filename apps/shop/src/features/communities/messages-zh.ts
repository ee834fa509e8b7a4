export const zh = {
  community: {
    title: '群', mine: '我的群', open: '可以加入', home: '群主页', noneTitle: '还没有群', noneWords: '进直播间看看，喜欢的主播会带你进群。', quiet: '还没有人说话', members: '{{count}} 人', membersTitle: '群成员 · {{count}}', moreMembers: '看更多成员', ledBy: '群主 {{name}}', leader: '群主', rules: '群规', join: '加入群', full: '群已满员', enter: '进群聊天', leave: '退出这个群', leaveTitle: '退出这个群？', leaveWords: '退出后看不到新消息，以后可以再加入。', left: '已退出',
    conversation: '群聊', older: '看更早的消息', beginning: '从这里开始', announced: '{{name}} 更新了群公告', joined: '{{name}} 加入了群', leftLine: '{{name}} 退出了群', sending: '发送中', openPicture: '查看大图', cardGone: '已收回', more: '更多', picture: '图片', card: '发卡片', announcement: '群公告', announceHint: '写给全群的话', announceWords: '公告会一直显示在群聊顶部，新的会代替旧的。', announceSend: '发布公告', announceDone: '公告已发布', uploading: '图片上传中…', uploadLost: '网络断了，图片没有发出去',
    groupBuys: '拼团', products: '商品', drop: '发到群里', withdraw: '收回', withdrawn: '已收回', noPlays: '没有进行中的拼团', noPlaysWords: '店家开始新的拼团后，可以在这里发到群里。',
  },
} as const
