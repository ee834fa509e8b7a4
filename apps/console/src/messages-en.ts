import type { SameKeys } from '@tuanzi/ui/i18n.ts';
import type { zh } from './messages-zh.ts';

export const en: SameKeys<typeof zh> = {
  app: { name: 'Tuanzi' },
  nav: { today: 'Today', live: 'Live', communities: 'Communities', campaigns: 'Plays', products: 'Products', orders: 'Orders', promoters: 'Promoters', finance: 'Finance', settings: 'Settings' },
  shell: { navigation: 'Navigation', menu: 'Open navigation', shop: 'Shop', theme: 'Light or dark', signOut: 'Sign out' },
  problem: { notFound: 'Nothing here', notFoundWords: 'The link may have expired, or this was moved.', tryAgain: 'Give it a moment and try again.', home: 'Back to today', retry: 'Try again' },
  signIn: {
    motto: 'Any play, in any scene, every fen accounted for', byEmail: 'E-mail', byPhone: 'Phone', email: 'E-mail', emailWrong: 'Please enter a valid e-mail address', password: 'Password', passwordMissing: 'Please enter your password', go: 'Sign in',
    phone: 'Mobile number', phoneWrong: 'Please enter an 11-digit number', code: 'Code', codeWrong: 'Please enter the 6 digits', ask: 'Send code', again: 'Again in {{seconds}} s', noShop: 'You do not work for a shop here yet', noShopWords: 'Ask the owner to add your phone number or e-mail under Settings › Staff, then come back.',
  },
  setUp: { title: 'Open a new shop', words: 'First, who are you?', shopName: 'Name of the shop', shopNameMissing: 'Give the shop a name', nickname: 'Your name', nicknameMissing: 'What should we call you?', passwordHint: 'At least 10 characters', go: 'Open the shop' },
};
