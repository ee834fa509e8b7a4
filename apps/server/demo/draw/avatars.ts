/** Portraits of the people in the demo, drawn as shapes: no photograph of anybody. */

type Portrait = {
  ground: readonly [string, string];
  skin: string;
  hair: string;
  shirt: string;
  /** Behind the head, and before it. */
  back: string;
  front: string;
  extra?: string;
  age?: 'young' | 'old';
};

const face = ({ ground, skin, hair, shirt, back, front, extra = '', age = 'young' }: Portrait) => `
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 200">
  <defs>
    <radialGradient id="g" cx="0.35" cy="0.25" r="0.95"><stop offset="0" stop-color="${ground[0]}"/><stop offset="1" stop-color="${ground[1]}"/></radialGradient>
    <radialGradient id="s" cx="0.4" cy="0.32" r="0.8"><stop offset="0" stop-color="#fff" stop-opacity="0.35"/><stop offset="0.6" stop-color="#fff" stop-opacity="0"/><stop offset="1" stop-color="#7a3a18" stop-opacity="0.22"/></radialGradient>
    <linearGradient id="c" x1="0" y1="0" x2="1" y2="1"><stop offset="0" stop-color="#fff" stop-opacity="0.22"/><stop offset="1" stop-color="#000" stop-opacity="0.16"/></linearGradient>
  </defs>
  <rect width="200" height="200" fill="url(#g)"/>
  <g fill="${hair}">${back}</g>
  <path d="M28 214c0-42 30-62 72-62s72 20 72 62z" fill="${shirt}"/><path d="M28 214c0-42 30-62 72-62s72 20 72 62z" fill="url(#c)"/>
  <path d="M82 128h36v26c0 9-8 15-18 15s-18-6-18-15z" fill="${skin}"/><path d="M82 142c10 9 26 9 36 0v8c-10 10-26 10-36 0z" fill="#7a3a18" opacity="0.2"/>
  <ellipse cx="55" cy="102" rx="9" ry="12" fill="${skin}"/><ellipse cx="145" cy="102" rx="9" ry="12" fill="${skin}"/>
  <path d="M54 92c0-30 18-48 46-48s46 18 46 48c0 33-20 57-46 57S54 125 54 92z" fill="${skin}"/>
  <path d="M54 92c0-30 18-48 46-48s46 18 46 48c0 33-20 57-46 57S54 125 54 92z" fill="url(#s)"/>
  <circle cx="70" cy="114" r="9" fill="#E8674B" opacity="0.28"/><circle cx="130" cy="114" r="9" fill="#E8674B" opacity="0.28"/>
  <g fill="${hair}">${front}</g>
  <g fill="none" stroke="#3A241B" stroke-width="3.4" stroke-linecap="round">
    <path d="M72 86q8-6 16-2M112 84q8-4 16 2" stroke="${age === 'old' ? '#8b8079' : hair}"/>
    ${age === 'old' ? '<path d="M72 101q8-6 15 0M113 101q7-6 15 0"/><path d="M62 104l-6-3M138 104l6-3M62 109l-5 1M138 109l5 1" stroke-width="1.8" opacity="0.4"/>' : ''}
    <path d="M100 104q4 6 0 10" stroke="#7a3a18" stroke-width="2.6" opacity="0.45"/>
  </g>
  ${age === 'old' ? '' : '<circle cx="80" cy="101" r="5" fill="#33201A"/><circle cx="120" cy="101" r="5" fill="#33201A"/><circle cx="82" cy="99" r="1.7" fill="#fff"/><circle cx="122" cy="99" r="1.7" fill="#fff"/>'}
  <path d="M84 123q16 15 32 0c-2 13-9 17-16 17s-14-4-16-17z" fill="#8E2F25"/><path d="M87 125q13 7 26 0l-1.5 4q-11 4-23 0z" fill="#fff"/>
  ${extra}
</svg>`;

export const avatars: Readonly<Record<string, string>> = {
  'person-lin-xiaoman': face({
    ground: ['#FFE9D6', '#F5B48E'],
    skin: '#F7CFAE',
    hair: '#3B2620',
    shirt: '#D94A2E',
    back: '<path d="M40 160c-8-30-4-64 4-82C54 50 74 34 100 34s48 18 56 44c6 18 10 52 4 82-14 8-30 6-38 0H78c-10 6-26 8-38 0z"/>',
    front: '<path d="M52 96c-2-34 18-56 48-56s52 22 48 56c-8-8-14-20-17-30-16 12-42 14-60 8-6 6-13 14-19 22z"/>',
    extra: '<path d="M142 62c10-12 24-10 30-4-4 10-16 14-30 4z" fill="#3FA56C"/><circle cx="140" cy="62" r="8" fill="#F2A93B"/>',
  }),
  'person-qin-laosan': face({
    ground: ['#E6EFDF', '#A9C49A'],
    skin: '#DFA77C',
    hair: '#4A4440',
    shirt: '#3F6B57',
    age: 'old',
    back: '<path d="M52 96c-4-38 16-58 48-58s52 20 48 58z"/>',
    front: '<path d="M56 82c0-10 4-20 10-26 20 8 50 8 68 0 6 6 10 16 10 26 6-30-14-48-44-48S50 52 56 82z"/>',
    extra:
      '<ellipse cx="100" cy="56" rx="74" ry="15" fill="#DDB36C"/><path d="M62 54c2-26 14-38 38-38s36 12 38 38c-22 8-54 8-76 0z" fill="#E8C584"/><path d="M62 50c20 8 56 8 76 0v6c-20 9-56 9-76 0z" fill="#B5472B"/><path d="M84 120q16-6 32 0-7-8-16-7-9-1-16 7z" fill="#6b625c"/>',
  }),
  'person-wang-dajie': face({
    ground: ['#FDEBC8', '#EFC06E'],
    skin: '#F2C39C',
    hair: '#2E211D',
    shirt: '#2F7F86',
    back: '<path d="M44 118c-10-44 8-84 56-84s66 40 56 84c-8 14-20 14-24 4H68c-6 10-18 8-24-4z"/>',
    front: '<path d="M54 94c-4-32 14-54 46-54s50 22 46 54c-6-6-12-16-14-26-20 4-50 2-62-8-6 8-12 22-16 34z"/>',
    extra:
      '<circle cx="54" cy="118" r="4.5" fill="#F2A93B"/><circle cx="146" cy="118" r="4.5" fill="#F2A93B"/><path d="M78 166q22 16 44 0l6 8q-28 20-56 0z" fill="#F4E3C2"/>',
  }),
  'person-zhao-ayi': face({
    ground: ['#EFE6F2', '#C5A9CC'],
    skin: '#F0C6A4',
    hair: '#B9B3B0',
    shirt: '#8B4B77',
    age: 'old',
    back: '<circle cx="100" cy="34" r="22"/><path d="M48 104c-6-40 14-66 52-66s58 26 52 66z"/>',
    front: '<path d="M54 92c-2-32 16-52 46-52s48 20 46 52c-8-10-16-18-20-28-14 8-38 8-52 0-4 10-12 18-20 28z"/>',
    extra:
      '<g fill="none" stroke="#6A4A3A" stroke-width="3"><circle cx="80" cy="101" r="14"/><circle cx="120" cy="101" r="14"/><path d="M94 100q6-4 12 0"/></g>',
  }),
  'person-afei': face({
    ground: ['#DDEBF7', '#8FB6DA'],
    skin: '#E9B78D',
    hair: '#2A2320',
    shirt: '#E08B2D',
    back: '<path d="M50 98c-4-40 14-62 50-62s54 22 50 62z"/>',
    front: '<path d="M54 90c-6-36 16-58 50-54 30-4 50 22 42 54-3-8-6-16-8-24-10 4-22 2-30-6-10 8-30 12-46 8-4 6-6 14-8 22z"/>',
    extra: '<path d="M40 168l18-12 14 50H44zM160 168l-18-12-14 50h28z" fill="#4C5A64"/>',
  }),
  'person-doudou': face({
    ground: ['#FBE0E4', '#EAA3B1'],
    skin: '#F8D3B6',
    hair: '#5A3524',
    shirt: '#F4EDE2',
    back: '<path d="M46 100c-6-42 14-66 54-66s60 24 54 66zM150 66c26-4 34 22 26 52-4 14-14 20-22 18 8-22 4-46-4-70z"/>',
    front: '<path d="M54 94c-4-34 16-56 48-54 30 0 48 22 44 54-6-10-12-18-14-28-22 6-44 2-56-6-8 10-16 20-22 34z"/>',
    extra: '<path d="M146 60c8-8 16-6 18 2s-6 14-16 10c-2 8-12 10-14 4s4-14 12-16z" fill="#D94A2E"/>',
  }),
};
