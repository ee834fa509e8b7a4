import { zh as campaigns } from './features/campaigns/messages-zh.ts';
import { communitiesZh as communities } from './features/communities/messages-zh.ts';
import { liveZh as live } from './features/live/messages-zh.ts';
import { zh as finance } from './features/finance/messages-zh.ts';
import { zh as orders } from './features/orders/messages-zh.ts';
import { zh as products } from './features/products/messages-zh.ts';
import { zh as promoters } from './features/promoters/messages-zh.ts';
import { zh as settings } from './features/settings/messages-zh.ts';
import { zh as today } from './features/today/messages-zh.ts';

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
  list: {
    more: '再看一些', all: '一共 {{count}} 条，都在这里了', preview: '手机上的样子', offline: '网络断开了，恢复后会自动继续。', save: '保存', saved: '已保存', cancel: '取消', back: '返回', edit: '修改', copy: '复制', copied: '已复制', wasNot: '没有完成：{{title}}', open: '打开',
    unsaved: '还有没保存的修改', unsavedWords: '离开后这些修改就没有了。', leave: '不保存，离开', stay: '留下继续改', missing: '这里需要填写', fix: '还有 {{count}} 处需要改一下', zh: '中文', en: 'English',
  },
  palette: { title: '快速前往', hint: '搜页面、商品、订单号、手机号', pages: '页面', products: '商品', orders: '订单', none: '没有找到“{{text}}”', open: '搜索', move: '选择', go: '打开', close: '关闭' },
  communities, live,
  campaigns, finance, orders, products, promoters, settings, today,
} as const;
