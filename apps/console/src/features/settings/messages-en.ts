import type { SameKeys } from '@tuanzi/ui/i18n.ts';
import type { zh } from './messages-zh.ts';

export const en: SameKeys<typeof zh> = {
  tabs: { shop: 'Shop', staff: 'Staff', sessions: 'My sign-ins' },
  shop: {
    about: 'About the shop', name: 'Name', nameEn: 'Name in English', intro: 'Introduction', logo: 'Logo', changeLogo: 'Change logo', noLogo: 'Remove logo', open: 'See the shop', seller: 'Who sells', sellerWords: 'Chinese law (E-Commerce Law Art. 15, Live E-commerce Measures Art. 26) wants this shown in the shop and in every live room.', legalName: 'Legal name', licenceNo: 'Licence number', address: 'Business address', contact: 'Contact',
    selling: 'Selling', paymentMinutes: 'Time to pay', paymentMinutesHint: 'An order not paid by then closes; its stock and its seat in a team go back.', minutes: 'min', commission: 'Promoter commission', commissionHint: 'Share of the goods paid, 50% at most. Later orders only.', lowStock: 'Low stock', lowStockHint: 'SKUs with this many units or fewer appear under Today.', units: 'units', guests: 'Guests may comment', guestsHint: 'If off, only people with a verified phone number can speak in live rooms.', zone: 'Time zone', zoneHint: 'The clock for plays, live sessions and reports.', readOnly: 'Only administrators can change this.',
  },
  staff: {
    add: 'Add somebody', who: 'Phone or e-mail', whoHint: 'They need to have signed in once', whoWrong: 'An 11-digit phone number or an e-mail address', role: 'Role', added: 'In effect now', since: 'Since {{date}}', change: 'Change role', end: 'Remove', endTitle: 'Remove {{name}} from the shop?', endWords: 'They lose access to the console at once. Their account and purchases stay.', ended: 'Removed', you: 'You', contact: 'Contact', person: 'Person', joined: 'Joined',
    roles: { owner: 'Owner', admin: 'Administrator', operator: 'Operator', host: 'Host', moderator: 'Moderator', staff: 'Staff' },
    roleWords: { owner: 'May do everything', admin: 'Settings, staff and books, and all an operator does', operator: 'Products, plays, orders, sessions, communities', host: 'Goes live, runs the shelf and the cards', moderator: 'Looks after comments, sees numbers', staff: 'May look, not change' },
  },
  sessions: { words: 'You are signed in on these devices. End any you do not know.', device: 'Device', current: 'This device', seen: 'Active {{when}}', since: 'Signed in {{date}}', end: 'Sign out', ended: 'Signed out there' },
};
