export const zh = {
  app: { name: '团子' },
  nav: { today: '今日', live: '直播', communities: '社群', campaigns: '活动', products: '商品', orders: '订单', promoters: '推广', finance: '财务', settings: '设置' },
  shell: { navigation: '导航', menu: '打开导航', shop: '店铺', theme: '切换明暗', signOut: '退出登录' },
  problem: { notFound: '这里什么也没有', notFoundWords: '链接可能已经失效，或者内容被移走了。', tryAgain: '稍等一下再试一次。', home: '回到今日', retry: '再试一次' },
  signIn: {
    motto: '任何玩法，任何场景，每一分钱都有来处', byEmail: '邮箱登录', byPhone: '手机登录', email: '邮箱', emailWrong: '请填写正确的邮箱', password: '密码', passwordMissing: '请填写密码', go: '登录',
    phone: '手机号', phoneWrong: '请填写 11 位手机号', code: '验证码', codeWrong: '请填写 6 位验证码', ask: '获取验证码', again: '{{seconds}} 秒后重发', noShop: '你还不是任何店铺的成员', noShopWords: '请店主在 设置 › 员工 里用你的手机号或邮箱添加你，然后重新打开这里。',
  },
  setUp: { title: '开一家新店', words: '第一次打开，先认识一下店主。', shopName: '店铺名称', shopNameMissing: '给店铺起个名字', nickname: '你的称呼', nicknameMissing: '怎么称呼你', passwordHint: '至少 10 个字符', go: '开店' },
} as const;
