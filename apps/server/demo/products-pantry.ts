import type { DemoProduct } from './products.ts';

const weight = { zh: '规格', en: 'Weight' } as const;

export const pantry = [
  {
    handle: 'fuping-dried-persimmon',
    title: { zh: '富平柿饼', en: 'Fuping dried persimmons' },
    subtitle: { zh: '吊出来的糖霜，芯子是流心', en: 'Hung until frosted with their own sugar, soft inside' },
    story: {
      zh: '富平庄里镇的尖柿，霜降后下树，削皮、上架、一颗颗吊起来晾。曹彩霞家的架子搭在院里，晾四十来天，中间要捏三遍。外面那层白是柿子自己的糖，没有别的。',
      en: 'The pointed persimmons of Zhuangli in Fuping come down after the first frost, are peeled and hung one by one. On the racks in Cao Caixia’s yard they dry for some forty days and are pressed by hand three times. The white on them is their own sugar and nothing else.',
    },
    origin: { zh: '陕西渭南 · 富平', en: 'Fuping, Weinan, Shaanxi' },
    category: 'preserved-fruit',
    options: [
      {
        name: weight,
        values: [
          { zh: '500 克', en: '500 g' },
          { zh: '1 千克礼盒', en: '1 kg gift box' },
        ],
      },
    ],
    skus: [
      { choice: [0], code: 'FP-SB-500', priceFen: 3680, stock: 320, weightGrams: 500 },
      { choice: [1], code: 'FP-SB-1000', priceFen: 7880, stock: 120, weightGrams: 1100 },
    ],
    pictures: ['fuping-dried-persimmon-1.webp', 'fuping-dried-persimmon-2.webp'],
    colour: '#C9A983',
  },
  {
    handle: 'zhenan-chestnut',
    title: { zh: '镇安板栗', en: 'Zhen’an chestnuts' },
    subtitle: { zh: '秦岭南坡的小个头，粉糯好剥', en: 'Small ones from the southern Qinling, floury and easy to peel' },
    story: {
      zh: '镇安在秦岭南坡，板栗树多长在房前屋后的山坡上，个头不大，油亮。云盖寺镇的陈先义八月底上山打栗子，敞开晾两天再装袋。回家划一刀，蒸二十分钟就粉了。',
      en: 'Zhen’an lies on the southern slope of the Qinling, and its chestnuts, small and glossy, grow on the hills behind every house. Chen Xianyi of Yungaisi knocks them down from late August and airs them for two days. Cut a cross, steam for twenty minutes, and they fall apart.',
    },
    origin: { zh: '陕西商洛 · 镇安', en: 'Zhen’an, Shangluo, Shaanxi' },
    category: 'nuts',
    options: [
      {
        name: weight,
        values: [
          { zh: '3 斤', en: '1.5 kg' },
          { zh: '5 斤', en: '2.5 kg' },
        ],
      },
    ],
    skus: [
      { choice: [0], code: 'ZA-BL-3', priceFen: 3380, stock: 210, weightGrams: 1500 },
      { choice: [1], code: 'ZA-BL-5', priceFen: 5280, stock: 130, weightGrams: 2500 },
    ],
    pictures: ['zhenan-chestnut-1.webp', 'zhenan-chestnut-2.webp'],
    colour: '#B49D7D',
  },
  {
    handle: 'shangluo-walnut',
    title: { zh: '商洛核桃', en: 'Shangluo walnuts' },
    subtitle: { zh: '洛南新核桃，薄壳手一捏就开', en: 'New walnuts from Luonan; the thin shell opens by hand' },
    story: {
      zh: '商洛家家有核桃树，洛南县的尤其多。古城镇周秀英家白露过后打核桃，脱青皮、清水冲、太阳底下晒一个星期，不漂白，所以壳的颜色有深有浅。仁是满的，吃着有淡淡的奶香。',
      en: 'Every family in Shangluo has a walnut tree, and Luonan has the most of them. Zhou Xiuying of Gucheng harvests after the White Dew, takes off the husks, rinses and dries the nuts in the sun for a week. They are not bleached, so some shells are darker than others; the kernels are full and taste faintly of milk.',
    },
    origin: { zh: '陕西商洛 · 洛南', en: 'Luonan, Shangluo, Shaanxi' },
    category: 'nuts',
    options: [
      {
        name: weight,
        values: [
          { zh: '2 斤', en: '1 kg' },
          { zh: '5 斤', en: '2.5 kg' },
        ],
      },
    ],
    skus: [
      { choice: [0], code: 'SL-HT-2', priceFen: 2980, stock: 260, weightGrams: 1000 },
      { choice: [1], code: 'SL-HT-5', priceFen: 6680, stock: 110, weightGrams: 2500 },
    ],
    pictures: ['shangluo-walnut-1.webp', 'shangluo-walnut-2.webp'],
    colour: '#C5AB81',
  },
  {
    handle: 'yangxian-black-rice',
    title: { zh: '洋县黑米', en: 'Yangxian black rice' },
    subtitle: { zh: '朱鹮飞过的稻田，当年新米', en: 'This year’s rice from fields where the crested ibis feeds' },
    story: {
      zh: '汉中洋县是朱鹮的家，稻田要给它们留小鱼小虾，所以种得克制。槐树关镇的合作社一年一季，十月收割，只去谷壳不抛光。提前泡一夜，掺两成糯米，煮出来是紫的。',
      en: 'Yangxian is home to the crested ibis; the paddies must keep small fish for it, so they are farmed with restraint. The cooperative at Huaishuguan takes one crop a year, in October, and husks the rice without polishing it. Soak it overnight, add one part sticky rice to four, and the pot turns purple.',
    },
    origin: { zh: '陕西汉中 · 洋县', en: 'Yangxian, Hanzhong, Shaanxi' },
    category: 'pantry',
    options: [
      {
        name: weight,
        values: [
          { zh: '2 斤', en: '1 kg' },
          { zh: '5 斤', en: '2.5 kg' },
        ],
      },
    ],
    skus: [
      { choice: [0], code: 'YX-HM-1000', priceFen: 2280, stock: 400, weightGrams: 1000 },
      { choice: [1], code: 'YX-HM-2500', priceFen: 4980, stock: 180, weightGrams: 2500 },
    ],
    pictures: ['yangxian-black-rice-1.webp', 'yangxian-black-rice-2.webp'],
    colour: '#B0A698',
  },
  {
    handle: 'foping-cornel-honey',
    title: { zh: '佛坪山茱萸蜂蜜', en: 'Foping cornel honey' },
    subtitle: { zh: '中蜂一年一取，山里的花都在里面', en: 'Native bees, one harvest a year, every flower of the hills' },
    story: {
      zh: '佛坪在秦岭深处，三月山茱萸开得满沟金黄，是蜂子开春的头一口。蒲家沟何宝田养了六十箱中华蜜蜂，一年只在霜降前取一次。天冷会结晶，温水坐一坐就化开；一岁以内的宝宝不要吃。',
      en: 'Foping lies deep in the Qinling; in March the cornel turns whole valleys yellow and gives the bees their first meal. He Baotian of Pujiagou keeps sixty hives of the native bee and takes honey once a year, before the frost. It sets in the cold: stand the jar in warm water. Not for babies under one.',
    },
    origin: { zh: '陕西汉中 · 佛坪', en: 'Foping, Hanzhong, Shaanxi' },
    category: 'pantry',
    options: [
      {
        name: weight,
        values: [
          { zh: '500 克', en: '500 g' },
          { zh: '500 克 × 2 瓶', en: '2 jars of 500 g' },
        ],
      },
    ],
    skus: [
      { choice: [0], code: 'FP-FM-500', priceFen: 6800, stock: 140, weightGrams: 500 },
      { choice: [1], code: 'FP-FM-1000', priceFen: 12800, stock: 60, weightGrams: 1000 },
    ],
    pictures: ['foping-cornel-honey-1.webp', 'foping-cornel-honey-2.webp'],
    colour: '#E4C98C',
  },
] as const satisfies readonly DemoProduct[];
