import type { SameKeys } from '@tuanzi/ui/i18n.ts';
import { en as campaigns } from './features/campaigns/messages-en.ts';
import { communitiesEn as communities } from './features/communities/messages-en.ts';
import { liveEn as live } from './features/live/messages-en.ts';
import { en as finance } from './features/finance/messages-en.ts';
import { en as orders } from './features/orders/messages-en.ts';
import { en as products } from './features/products/messages-en.ts';
import { en as promoters } from './features/promoters/messages-en.ts';
import { en as settings } from './features/settings/messages-en.ts';
import { en as today } from './features/today/messages-en.ts';
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
  list: {
    more: 'Show more', all: { one: 'One, and that is all', other: '{{count}} in all' }, preview: 'On a phone', offline: 'You are offline. This goes on by itself once you are back.', save: 'Save', saved: 'Saved', cancel: 'Cancel', back: 'Back', edit: 'Edit', copy: 'Copy', copied: 'Copied', wasNot: 'Not done: {{title}}', open: 'Open',
    unsaved: 'You have unsaved changes', unsavedWords: 'They are lost if you leave now.', leave: 'Leave without saving', stay: 'Stay', missing: 'Please fill this in', fix: { one: 'One thing needs another look', other: '{{count}} things need another look' }, zh: 'Chinese', en: 'English',
  },
  palette: { title: 'Go to', hint: 'Pages, products, order numbers, phone numbers', pages: 'Pages', products: 'Products', orders: 'Orders', none: 'Nothing found for "{{text}}"', open: 'Search', move: 'to choose', go: 'to open', close: 'to close' },
  communities, live,
  campaigns, finance, orders, products, promoters, settings, today,
};
