export const zh = {
  tabs: { shop: '店铺', staff: '员工', sessions: '我的登录' },
  shop: {
    about: '店铺资料', name: '店铺名称', nameEn: '英文名称', intro: '简介', logo: '店标', changeLogo: '更换店标', noLogo: '去掉店标', open: '查看店铺', seller: '经营者信息', sellerWords: '《电子商务法》第十五条、《直播电商监督管理办法》第二十六条要求在店铺和直播间持续公示。', legalName: '主体名称', licenceNo: '统一社会信用代码', address: '经营地址', contact: '联系方式',
    selling: '交易', paymentMinutes: '付款时限', paymentMinutesHint: '超过这个时间没付款，订单自动关闭，库存和团里的位置放回去。', minutes: '分钟', commission: '推广佣金', commissionHint: '按实付商品金额计算，最高 50%。只影响之后的订单。', lowStock: '低库存提醒', lowStockHint: '可售数量不高于它时，出现在“今日”。', units: '件', guests: '游客可以评论', guestsHint: '关闭后，需要验证手机号才能在直播间说话。', zone: '时区', zoneHint: '活动、直播和报表都按这个时区的钟表。', readOnly: '只有管理员可以修改。',
  },
  staff: {
    add: '添加员工', who: '手机号或邮箱', whoHint: '对方需要先登录过一次', whoWrong: '请填写 11 位手机号或邮箱', role: '角色', added: '已生效', since: '自 {{date}}', change: '换角色', end: '移出店铺', endTitle: '把 {{name}} 移出店铺？', endWords: '对方立刻不能再打开后台，买过的东西和账号不受影响。', ended: '已移出', you: '你自己', contact: '联系方式', person: '员工', joined: '加入',
    roles: { owner: '店主', admin: '管理员', operator: '运营', host: '主播', moderator: '场控', staff: '员工' },
    roleWords: { owner: '可以做所有事', admin: '设置、员工、账目，以及运营的一切', operator: '商品、活动、订单、场次、社群', host: '开播、货架、上卡片', moderator: '管理评论、查看数据', staff: '只看不改' },
  },
  sessions: { words: '在这些设备上登录着你的账号。不认识的，请立即退出。', device: '设备', current: '这台设备', seen: '最近 {{when}}', since: '登录于 {{date}}', end: '退出', ended: '已退出那台设备' },
} as const;
