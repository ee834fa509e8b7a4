export const zh = {
  words: '拼团建好后，放进直播间或社群，就能开团。', create: '新建拼团', none: '还没有活动', noneWords: '选一个商品，定人数和拼团价，几分钟就能上。', noneFound: '没有这种状态的活动', all: '全部',
  states: { draft: '未开始', running: '进行中', ended: '已结束' }, title: '活动', price: '拼团价', size: '{{count}} 人团', quota: '名额', quotaLeft: '剩 {{left}} / {{all}}', time: '时间', teams: '团', teamsWords: '成 {{completed}} · 拼 {{open}} · 散 {{failed}}', paid: '已付', from: '起',
  end: '提前结束', endTitle: '现在就结束“{{title}}”？', endWords: '不能再开新团；正在拼的 {{count}} 个团照常拼到截止时间，拼不成的自动全额退款。', ended: '活动已结束', openTeams: '正在拼的团', completedTeams: '拼成的团', failedTeams: '没拼成的团', noTeams: '还没有人开团', noTeamsWords: '把这个拼团放进直播间或社群，第一个团就会出现在这里。', toLive: '去直播', toCommunities: '去社群', need: '还差 {{count}} 人', held: '付款中 {{count}}', completedAt: '{{when}}拼成', leader: '团长', ofProduct: '商品', skus: '规格与价格', saved: '已保存', updated: '{{ago}}更新', notFound: '没有这个活动',
  form: {
    newTitle: '新建拼团', editTitle: '修改拼团', product: '商品', productHint: '搜商品名', productMissing: '请选择商品', offSale: '未上架', title: '活动名称', titleEn: '英文名称', titleHint: '如 三人拼洛川苹果', titleMissing: '请填写活动名称', teamSize: '几人成团', people: '人', teamMinutes: '一个团最长等', h: '小时', time: '活动时间', timeZone: '按店铺时区 {{zone}}', timeMissing: '请选择开始和结束时间', timeWrong: '结束要晚于开始，也要晚于现在', teamLonger: '团的等待时间比活动还长',
    quota: '总名额', quotaHint: '最多卖这么多件，卖完即止；库存仍以商品为准。', stock: '现有可售 {{count}} 件', quotaOver: '名额比可售库存多，最多只能卖出 {{count}} 件', perBuyer: '每人限购', units: '件', perBuyerOver: '每人限购不能多于总名额', prices: '拼团价', pricesWords: '拼团价必须低于店铺价，这是诚实的底线。', shopPrice: '店铺价', groupPrice: '拼团价', saves: '省', off: '{{percent}} 折', quick: '一键打折', include: '参加', notLower: '要低于店铺价', noneIncluded: '至少一个规格参加', locked: '已经有人开团：只能改结束时间和总名额，已开的团按原来的价格和人数。', save: '保存活动', create: '建好活动', deep: '比店铺价低一半以上，请确认没有少输一位',
  },
  preview: { group: '{{count}} 人团', alone: '单独买 {{amount}}', open: '开团', ends: '活动到 {{when}}', rule: '拼不成全额退', each: '每人限购 {{count}} 件', nothing: '选好商品后，这里是买家看到的卡片' },
} as const;
