import type { Text } from './text.ts';

export type DemoLive = {
  readonly handle: string;
  readonly title: Text;
  readonly intro: Text;
  readonly cover: string;
  readonly host: string;
  readonly shelf: readonly string[];
};
export type DemoCommunity = {
  readonly handle: string;
  readonly name: Text;
  readonly intro: Text;
  readonly announcement: Text;
  readonly rules: Text;
  readonly cover: string;
  readonly leader: string;
};

/** Covers are 9:16, in ./pictures. Hosts are handles of people.ts, shelves handles of products.ts. */
export const lives = [
  {
    handle: 'orchard-morning',
    title: { zh: '洛川果园的早上，现摘现发', en: 'A morning in a Luochuan orchard' },
    intro: {
      zh: '跟小满进园子看摘果、分拣、装箱，想看哪棵树就在评论里说。',
      en: 'Walk the orchard with us: picking, sorting and packing. Say in the comments which tree you would like to see.',
    },
    cover: 'live-orchard.webp',
    host: 'lin-xiaoman',
    shelf: ['luochuan-fuji', 'binzhou-pear', 'zhouzhi-kiwi', 'shangluo-walnut'],
  },
  {
    handle: 'persimmon-yard',
    title: { zh: '富平院子里看挂柿饼', en: 'Persimmons on the racks in Fuping' },
    intro: {
      zh: '四十来天的晾晒看一遍，捏柿饼的手法也教给你。',
      en: 'Forty days of drying in one evening, and how a persimmon is pressed by hand.',
    },
    cover: 'live-persimmon.webp',
    host: 'qin-laosan',
    shelf: ['fuping-dried-persimmon', 'dali-winter-jujube', 'zhenan-chestnut'],
  },
  {
    handle: 'grape-evening',
    title: { zh: '终南山下，葡萄架里聊天', en: 'An evening under the vines' },
    intro: {
      zh: '坐在葡萄架下聊聊今年的收成，顺便教大家怎么挑葡萄。',
      en: 'We sit under the vines, talk about this year’s harvest and show how to pick a good bunch.',
    },
    cover: 'live-grape.webp',
    host: 'lin-xiaoman',
    shelf: ['huyi-grape', 'lintong-pomegranate', 'yanliang-melon'],
  },
  {
    handle: 'kitchen-night',
    title: { zh: '晚上八点，煮一锅黑米粥', en: 'Eight o’clock: a pot of black rice' },
    intro: {
      zh: '从泡米到出锅一步一步来，边煮边答大家的问题。',
      en: 'From soaking to serving, step by step, with your questions answered while it simmers.',
    },
    cover: 'live-kitchen.webp',
    host: 'qin-laosan',
    shelf: ['yangxian-black-rice', 'foping-cornel-honey', 'shangluo-walnut', 'zhenan-chestnut'],
  },
] as const satisfies readonly DemoLive[];

/** Covers are 3:2, in ./pictures. */
export const communities = [
  {
    handle: 'qujiang-fruit',
    name: { zh: '曲江水果团', en: 'Qujiang fruit group' },
    intro: {
      zh: '住曲江的邻居，一起买当季水果，周三周六到货。',
      en: 'Neighbours in Qujiang who buy fruit in season together. Deliveries on Wednesday and Saturday.',
    },
    announcement: {
      zh: '周六上午十点，洛川苹果到东门自提点，带上袋子。',
      en: 'Saturday at ten: Luochuan apples at the east gate. Bring a bag.',
    },
    rules: {
      zh: '说水果，说吃法，不发广告；坏果拍照在群里说，当天处理。',
      en: 'Talk about fruit and how to eat it. No advertising. Bad fruit: post a picture, it is dealt with the same day.',
    },
    cover: 'community-neighbours.webp',
    leader: 'wang-dajie',
  },
  {
    handle: 'slow-kitchen',
    name: { zh: '慢慢煮 · 厨房群', en: 'Slow kitchen' },
    intro: { zh: '粥、糖水、果酱，一周一道，跟着节气做。', en: 'Porridge, sweet soups, jam: one dish a week, by the season.' },
    announcement: { zh: '这周做山楂苹果酱，周五晚上一起晒作业。', en: 'This week: hawthorn and apple jam. Show yours on Friday evening.' },
    rules: { zh: '晒图晒失败都欢迎，不评价别人家的厨房。', en: 'Failures are as welcome as triumphs. Nobody judges a kitchen.' },
    cover: 'community-kitchen.webp',
    leader: 'zhao-ayi',
  },
  {
    handle: 'orchard-friends',
    name: { zh: '果园认养人', en: 'Orchard friends' },
    intro: {
      zh: '在洛川认养了苹果树的人，看花、看果、等收成。',
      en: 'People who adopted an apple tree in Luochuan: blossom, fruit, harvest.',
    },
    announcement: {
      zh: '屈师傅说今年套袋在六月五日前后，想来的报名。',
      en: 'Mr Qu expects to bag the fruit around 5 June. Tell us if you would like to come.',
    },
    rules: { zh: '进园子听师傅的，果子熟了再摘。', en: 'In the orchard the grower decides. Nothing is picked unripe.' },
    cover: 'community-orchard.webp',
    leader: 'lin-xiaoman',
  },
] as const satisfies readonly DemoCommunity[];
