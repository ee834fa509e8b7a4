import type { DemoProduct } from './products.ts';

const weight = { zh: '规格', en: 'Weight' } as const;
const size = { zh: '果径', en: 'Size' } as const;

export const fruit = [
  {
    handle: 'luochuan-fuji',
    title: { zh: '洛川红富士苹果', en: 'Luochuan Fuji apples' },
    subtitle: { zh: '黄土塬上的脆甜，树上挂到霜降', en: 'Crisp and sweet, left on the tree until the first frost' },
    story: {
      zh: '果子来自延安洛川县旧县镇，塬面海拔一千一百米左右，白天晒、夜里凉。屈建民家十二亩园子，套袋、摘叶、转果都靠手，等霜降过后才下树。冷库里存的是整箱，发货前再挑一遍，磕碰的留下自己吃。',
      en: 'These come from Jiuxian in Luochuan county, on a loess plateau some 1,100 metres up, with bright days and cold nights. Qu Jianmin’s family bags, turns and picks every apple by hand and waits for the first frost. Each box is sorted once more before it leaves; the bruised ones stay at home.',
    },
    origin: { zh: '陕西延安 · 洛川', en: 'Luochuan, Yan’an, Shaanxi' },
    category: 'fresh-fruit',
    options: [
      {
        name: weight,
        values: [
          { zh: '5 斤', en: '2.5 kg' },
          { zh: '10 斤', en: '5 kg' },
        ],
      },
      {
        name: size,
        values: [
          { zh: '75–80 毫米', en: '75–80 mm' },
          { zh: '80–85 毫米', en: '80–85 mm' },
        ],
      },
    ],
    skus: [
      { choice: [0, 0], code: 'LC-FJ-5-75', priceFen: 3990, stock: 260, weightGrams: 2500 },
      { choice: [0, 1], code: 'LC-FJ-5-80', priceFen: 4690, stock: 180, weightGrams: 2500 },
      { choice: [1, 0], code: 'LC-FJ-10-75', priceFen: 6990, stock: 140, weightGrams: 5000 },
      { choice: [1, 1], code: 'LC-FJ-10-80', priceFen: 8290, stock: 96, weightGrams: 5000 },
    ],
    pictures: ['luochuan-fuji-1.webp', 'luochuan-fuji-2.webp'],
    colour: '#CAAA8D',
  },
  {
    handle: 'binzhou-pear',
    title: { zh: '彬州梨', en: 'Binzhou pears' },
    subtitle: { zh: '皮薄汁多，泾河边的老梨园', en: 'Thin skin, plenty of juice, from old orchards on the Jing river' },
    story: {
      zh: '咸阳彬州种梨有年头了，泾河两岸还有上百年的老树。我们收的是龙高镇程小红家的果，九月下旬采，单个套网装箱。咬一口要用手接着，放冰箱里凉一凉更好。',
      en: 'Pears have been grown around Binzhou for centuries, and trees a hundred years old still stand along the Jing river. Ours are Cheng Xiaohong’s, from Longgao, picked in late September and packed one by one. Hold a hand under your chin; a night in the fridge makes them better.',
    },
    origin: { zh: '陕西咸阳 · 彬州', en: 'Binzhou, Xianyang, Shaanxi' },
    category: 'fresh-fruit',
    options: [
      {
        name: weight,
        values: [
          { zh: '5 斤', en: '2.5 kg' },
          { zh: '9 斤', en: '4.5 kg' },
        ],
      },
    ],
    skus: [
      { choice: [0], code: 'BZ-LI-5', priceFen: 2990, stock: 220, weightGrams: 2500 },
      { choice: [1], code: 'BZ-LI-9', priceFen: 4990, stock: 120, weightGrams: 4500 },
    ],
    pictures: ['binzhou-pear-1.webp', 'binzhou-pear-2.webp'],
    colour: '#CCD2B2',
  },
  {
    handle: 'dali-winter-jujube',
    title: { zh: '大荔冬枣', en: 'Dali winter jujubes' },
    subtitle: { zh: '沙地里长的，半红半青正好吃', en: 'Grown on sand; half red, half green is when to eat them' },
    story: {
      zh: '渭南大荔县的沙苑一带是沙土地，渭河和洛河在这里汇合。安仁镇的雷师傅凌晨四点下棚，挑转红过半的摘，上午十点前装车。脆是头三天的事，收到先放冰箱，吃多少洗多少。',
      en: 'Shayuan in Dali county is sand country, where the Wei and the Luo rivers meet. Mr Lei of Anren is in his greenhouse at four in the morning, picks only fruit more than half red and loads before ten. They are crispest in the first three days: keep them cold and wash only what you eat.',
    },
    origin: { zh: '陕西渭南 · 大荔', en: 'Dali, Weinan, Shaanxi' },
    category: 'fresh-fruit',
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
      { choice: [0], code: 'DL-DZ-3', priceFen: 3580, stock: 300, weightGrams: 1500 },
      { choice: [1], code: 'DL-DZ-5', priceFen: 5580, stock: 160, weightGrams: 2500 },
    ],
    pictures: ['dali-winter-jujube-1.webp', 'dali-winter-jujube-2.webp'],
    colour: '#A38B79',
  },
  {
    handle: 'zhouzhi-kiwi',
    title: { zh: '周至翠香猕猴桃', en: 'Zhouzhi Cuixiang kiwifruit' },
    subtitle: { zh: '翠绿果肉，放软了再吃', en: 'Bright green flesh; let it soften first' },
    story: {
      zh: '周至县在秦岭北麓，猕猴桃的野生祖先就长在后山。翠香是本地选出来的品种，楼观镇赵淑琴家种了八亩。硬果发货，和苹果放一起两三天，按着微软就能吃，拿勺子挖。',
      en: 'Zhouzhi lies at the northern foot of the Qinling, and the wild ancestors of the kiwi grow in the hills behind it. Cuixiang was bred here; Zhao Shuqin keeps eight mu of it in Louguan. They travel firm: leave them beside an apple for two or three days, and bring a spoon.',
    },
    origin: { zh: '陕西西安 · 周至', en: 'Zhouzhi, Xi’an, Shaanxi' },
    category: 'fresh-fruit',
    options: [
      {
        name: { zh: '个数', en: 'Quantity' },
        values: [
          { zh: '12 个', en: '12 pieces' },
          { zh: '24 个', en: '24 pieces' },
        ],
      },
      {
        name: { zh: '单果重', en: 'Weight of each' },
        values: [
          { zh: '80–100 克', en: '80–100 g' },
          { zh: '100–120 克', en: '100–120 g' },
        ],
      },
    ],
    skus: [
      { choice: [0, 0], code: 'ZZ-CX-12-80', priceFen: 2980, stock: 240, weightGrams: 1100 },
      { choice: [0, 1], code: 'ZZ-CX-12-100', priceFen: 3680, stock: 150, weightGrams: 1350 },
      { choice: [1, 0], code: 'ZZ-CX-24-80', priceFen: 5280, stock: 120, weightGrams: 2200 },
      { choice: [1, 1], code: 'ZZ-CX-24-100', priceFen: 6580, stock: 80, weightGrams: 2700 },
    ],
    pictures: ['zhouzhi-kiwi-1.webp', 'zhouzhi-kiwi-2.webp'],
    colour: '#C7BA7B',
  },
  {
    handle: 'lintong-pomegranate',
    title: { zh: '临潼石榴', en: 'Lintong pomegranates' },
    subtitle: { zh: '骊山脚下，籽粒软，汁水红', en: 'From the foot of Mount Li: soft seeds, red juice' },
    story: {
      zh: '临潼种石榴的历史写在骊山上，从斜口到秦陵，满坡都是。张金锁家的园子在半坡，朝南，九月底开园。拿刀顶上划一圈，顺着白筋掰开，孩子自己就能剥。',
      en: 'Pomegranates cover the slopes of Mount Li from Xiekou to the First Emperor’s tomb. Zhang Jinsuo’s orchard faces south, halfway up, and opens at the end of September. Cut a ring round the crown, break along the white ribs, and a child can do the rest.',
    },
    origin: { zh: '陕西西安 · 临潼', en: 'Lintong, Xi’an, Shaanxi' },
    category: 'fresh-fruit',
    options: [
      {
        name: { zh: '个数', en: 'Quantity' },
        values: [
          { zh: '6 个', en: '6 pieces' },
          { zh: '10 个', en: '10 pieces' },
        ],
      },
    ],
    skus: [
      { choice: [0], code: 'LT-SL-6', priceFen: 4280, stock: 130, weightGrams: 2400 },
      { choice: [1], code: 'LT-SL-10', priceFen: 6580, stock: 70, weightGrams: 4000 },
    ],
    pictures: ['lintong-pomegranate-1.webp', 'lintong-pomegranate-2.webp'],
    colour: '#D8A28E',
  },
  {
    handle: 'yanliang-melon',
    title: { zh: '阎良甜瓜', en: 'Yanliang sweet melons' },
    subtitle: { zh: '关山镇的早春瓜，清甜不腻', en: 'Early melons from Guanshan, light and sweet' },
    story: {
      zh: '阎良关山镇的土是黄绵土，开春就能在棚里定苗，四月底头茬瓜熟。王亚莉一株只留两个瓜，够甜了才剪。闻着有香味就能切，半个瓜一把勺，是五月的下午茶。',
      en: 'The light loess of Guanshan warms early, and the first melons ripen under cover by the end of April. Wang Yali leaves two to a plant and cuts them when the meter says they are sweet. When it smells of melon it is ready: half each, one spoon, that is a May afternoon.',
    },
    origin: { zh: '陕西西安 · 阎良', en: 'Yanliang, Xi’an, Shaanxi' },
    category: 'fresh-fruit',
    options: [
      {
        name: { zh: '个数', en: 'Quantity' },
        values: [
          { zh: '2 个（约 4 斤）', en: '2 melons, about 2 kg' },
          { zh: '4 个（约 8 斤）', en: '4 melons, about 4 kg' },
        ],
      },
    ],
    skus: [
      { choice: [0], code: 'YL-TG-2', priceFen: 3280, stock: 110, weightGrams: 2000 },
      { choice: [1], code: 'YL-TG-4', priceFen: 5880, stock: 64, weightGrams: 4000 },
    ],
    pictures: ['yanliang-melon-1.webp', 'yanliang-melon-2.webp'],
    colour: '#D9C58C',
  },
  {
    handle: 'huyi-grape',
    title: { zh: '户县葡萄 · 户太八号', en: 'Huxian grapes, Hutai No. 8' },
    subtitle: { zh: '紫黑果霜，皮一抿就脱', en: 'Blue-black with bloom; the skin slips off' },
    story: {
      zh: '户县如今叫鄠邑区，葡萄架就在终南山脚。户太八号是当地人选育的品种，玉蝉街道的同栓柱一亩地只留一千来斤，每串八十粒上下。果霜是葡萄自己长的，吃之前冲一冲就好。',
      en: 'Huxian is called Huyi today, and its vines grow right under the Zhongnan mountains. Hutai No. 8 was bred by people here; Tong Shuanzhu of Yuchan keeps his yield low and his bunches at some eighty berries. The bloom is the grape’s own: rinse just before eating.',
    },
    origin: { zh: '陕西西安 · 鄠邑', en: 'Huyi, Xi’an, Shaanxi' },
    category: 'fresh-fruit',
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
      { choice: [0], code: 'HX-PT-3', priceFen: 3980, stock: 150, weightGrams: 1500 },
      { choice: [1], code: 'HX-PT-5', priceFen: 5980, stock: 90, weightGrams: 2500 },
    ],
    pictures: ['huyi-grape-1.webp', 'huyi-grape-2.webp'],
    colour: '#A5918A',
  },
] as const satisfies readonly DemoProduct[];
