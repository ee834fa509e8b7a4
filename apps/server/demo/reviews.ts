/** What demo shoppers say of what they ordered and received; two did not get around to it yet. */
export interface DemoPurchase {
  readonly shopper: string;
  readonly product: string;
  readonly sku: number;
  /** Days ago the parcel arrived. */
  readonly receivedDays: number;
  readonly review?: {
    readonly daysAgo: number;
    readonly stars: number;
    readonly text: string;
    readonly pictures?: readonly string[];
    readonly isAnonymous?: true;
    readonly addition?: { readonly daysAgo: number; readonly text: string };
    readonly reply?: string;
    readonly usefulTo?: readonly string[];
  };
}

/** Shoppers who are nothing but that; the others are among the people of the demo. */
export const shoppers = [
  { handle: 'lao-zhou', nickname: '老周爱爬山', phone: '13900000011' },
  { handle: 'xiao-chen', nickname: '西影路小陈', phone: '13900000012' },
  { handle: 'miaomiao', nickname: '苗苗妈妈', phone: '13900000013' },
] as const;

export const purchases: readonly DemoPurchase[] = [
  {
    shopper: 'zhao-ayi',
    product: 'luochuan-fuji',
    sku: 0,
    receivedDays: 6,
    review: {
      daysAgo: 5,
      stars: 5,
      text: '个头匀称，每个都套着网套，十几个里没有一个磕碰。放阳台上凉着吃，脆，甜里带一点点酸，老伴一天一个。',
      pictures: ['luochuan-fuji-2.webp'],
      addition: { daysAgo: 1, text: '放了四天口感没变，套袋别扔，套着放冰箱更耐放。' },
      usefulTo: ['miaomiao', 'xiao-chen'],
    },
  },
  {
    shopper: 'xiao-chen',
    product: 'luochuan-fuji',
    sku: 0,
    receivedDays: 4,
    review: {
      daysAgo: 3,
      stars: 3,
      text: '味道可以，但路上走了四天，有两个蒂边压软了。切掉还能吃，希望包装再厚点。',
      reply: '小陈您好，压软的两个我们按重量退您，已经提交。往后西影路方向换成次日达，纸箱也加了一层隔板，谢谢您说出来。',
      usefulTo: ['zhao-ayi'],
    },
  },
  {
    shopper: 'miaomiao',
    product: 'luochuan-fuji',
    sku: 0,
    receivedDays: 3,
    review: { daysAgo: 2, stars: 4, text: '孩子爱吃，比超市的香。大小有一点差别，不影响。', isAnonymous: true },
  },
  {
    shopper: 'lao-zhou',
    product: 'fuping-dried-persimmon',
    sku: 0,
    receivedDays: 5,
    review: {
      daysAgo: 4,
      stars: 5,
      text: '爬山带了两个，顶饿。霜是自己出的，掰开是流心的，不齁。',
      pictures: ['fuping-dried-persimmon-2.webp'],
    },
  },
  {
    shopper: 'miaomiao',
    product: 'zhouzhi-kiwi',
    sku: 0,
    receivedDays: 5,
    review: { daysAgo: 2, stars: 4, text: '到手是硬的，和苹果一起放了三天才软，软了以后很香。着急吃的别买。' },
  },
  { shopper: 'zhao-ayi', product: 'zhouzhi-kiwi', sku: 0, receivedDays: 2 },
  { shopper: 'lao-zhou', product: 'luochuan-fuji', sku: 0, receivedDays: 1 },
];

export const questions = [
  {
    product: 'luochuan-fuji',
    asker: 'lao-zhou',
    daysAgo: 3,
    text: '没有冰箱，放家里能放多久？',
    answers: [{ by: 'zhao-ayi', text: '我放北阳台，一周多还脆。别挨着暖气。' }],
    shop: '阴凉通风处两周左右，套着网套放；入冬后不供暖的房间能放一个月。',
  },
  {
    product: 'fuping-dried-persimmon',
    asker: 'xiao-chen',
    daysAgo: 1,
    text: '老人血糖高，一天吃半个行吗？甜度大概多少？',
    answers: [],
    shop: null,
  },
] as const;
