/** Who can sign in to the demo shop, and how; printed at start. Codes for phones appear in the same console. */
export const demoPassword = 'tuanzi-demo-2026';

export interface DemoAccount {
  /** Handle in demo/people.ts. */
  readonly handle: string;
  readonly role: string;
  readonly email?: string;
  readonly phone: string;
  readonly signIn: string;
}

export const demoAccounts: readonly DemoAccount[] = [
  {
    handle: 'qin-laosan',
    role: 'owner',
    email: 'owner@tuanzi.local',
    phone: '13900000001',
    signIn: `console: owner@tuanzi.local / ${demoPassword}`,
  },
  {
    handle: 'lin-xiaoman',
    role: 'host',
    email: 'host@tuanzi.local',
    phone: '13900000002',
    signIn: `console: host@tuanzi.local / ${demoPassword}`,
  },
  {
    handle: 'wang-dajie',
    role: 'leader',
    email: 'leader@tuanzi.local',
    phone: '13900000003',
    signIn: 'shop: 13900000003, the code appears here',
  },
  { handle: 'zhao-ayi', role: 'leader', phone: '13900000004', signIn: 'shop: 13900000004' },
  { handle: 'afei', role: 'promoter', phone: '13900000005', signIn: 'shop: 13900000005' },
  { handle: 'doudou', role: 'promoter', phone: '13900000006', signIn: 'shop: 13900000006' },
];
