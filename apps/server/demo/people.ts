import type { Text } from './text.ts';

export type DemoPerson = {
  readonly handle: string;
  readonly nickname: Text;
  readonly role: 'owner' | 'host' | 'leader' | 'promoter' | 'shopper';
  readonly bio: Text;
  /** A square file in ./pictures. */
  readonly avatar: string;
};

export const people = [
  {
    handle: 'lin-xiaoman',
    nickname: { zh: '林小满', en: 'Lin Xiaoman' },
    role: 'host',
    bio: { zh: '主播，果园里长大的。先吃再说，不好吃不卖。', en: 'Host, grew up in an orchard. Tastes first, talks later.' },
    avatar: 'person-lin-xiaoman.webp',
  },
  {
    handle: 'qin-laosan',
    nickname: { zh: '秦老三', en: 'Uncle Qin' },
    role: 'owner',
    bio: { zh: '店主，跑了十五年秦岭，认得每条进山的路。', en: 'Owner. Fifteen years on the roads of the Qinling.' },
    avatar: 'person-qin-laosan.webp',
  },
  {
    handle: 'wang-dajie',
    nickname: { zh: '王大姐', en: 'Sister Wang' },
    role: 'leader',
    bio: { zh: '曲江团长，自提点在小区东门。', en: 'Leads the Qujiang group; pickup at the east gate.' },
    avatar: 'person-wang-dajie.webp',
  },
  {
    handle: 'zhao-ayi',
    nickname: { zh: '赵阿姨', en: 'Auntie Zhao' },
    role: 'leader',
    bio: { zh: '退休老师，群里问水果怎么放，找她。', en: 'Retired teacher. Ask her how to keep your fruit.' },
    avatar: 'person-zhao-ayi.webp',
  },
  {
    handle: 'afei',
    nickname: { zh: '阿飞', en: 'Afei' },
    role: 'promoter',
    bio: { zh: '爬山、拍照、吃水果。', en: 'Climbs, takes pictures, eats fruit.' },
    avatar: 'person-afei.webp',
  },
  {
    handle: 'doudou',
    nickname: { zh: '豆豆妈', en: 'Doudou’s mum' },
    role: 'promoter',
    bio: { zh: '两个娃的妈，只推家里正吃的。', en: 'Mother of two. Recommends only what is on her own table.' },
    avatar: 'person-doudou.webp',
  },
] as const satisfies readonly DemoPerson[];
