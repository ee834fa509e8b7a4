import type { SameKeys } from '@tuanzi/ui/i18n.ts';
import type { zh } from './messages-zh.ts';

export const en: SameKeys<typeof zh> = {
  search: 'Order number, phone, recipient, parcel', all: 'All', none: 'No orders yet', noneWords: 'Drop a product into a live room or a community and the first order shows up here.', noneNext: 'See products', noneFound: 'No order matches', noneFoundWords: 'Try other filters.', clear: 'Clear filters',
  number: 'Order', goods: 'Items', buyer: 'Buyer', origin: 'Came from', total: 'Paid', state: 'State', more: '{{count}} items', showOrder: 'Show order {{number}}', fromScene: 'Only orders from this scene', needs: { 'to-ship': 'May ship now', refunding: 'Refund on its way' },
  states: { unpaid: 'Unpaid', paid: 'To ship', shipped: 'Shipped', delivered: 'Delivered', completed: 'Completed', closed: 'Closed', refunded: 'Refunded' },
  waiting: 'Team filling', refunding: 'Refunding', refundedPart: 'Part refunded',
  closeReasons: { unpaid: 'Not paid in time', 'by-buyer': 'Cancelled by buyer', 'by-shop': 'Closed by shop', 'team-failed': 'Team not completed', 'late-payment': 'Paid too late', refunded: 'Refunded' },
  sceneKinds: { session: 'Live', community: 'Community', other: 'Scene' }, cardKinds: { product: 'Product card', 'group-buy': 'Group-buy card', other: 'Card' }, direct: 'Came straight to the shop',
  drawer: {
    title: 'Order {{number}}', lines: 'Items', reasons: 'Why this price', goods: 'Goods', freight: 'Delivery', freeFreight: 'Free', total: 'Total', paid: 'Paid', refunded: 'Refunded', note: 'Note from buyer', address: 'Ship to', noAddress: 'No delivery address', parcel: 'Parcel',
    origin: 'Where this order came from', sharer: 'Shared by', noSharer: 'Nobody shared it', scene: 'Scene', noScene: 'No scene', card: 'Card', noCard: 'No card', link: 'Link', noLink: 'No link', commission: 'Commission', noCommission: 'None', campaign: 'Play',
    timeline: 'What happened', ledger: 'Ledger', ledgerWords: 'Every entry this order made. They add up to 0.', ledgerNone: 'No entries yet: they start with the payment.', sum: 'Sum', openLedger: 'Open in Finance',
  },
  timeline: { created: 'Placed', payBy: 'Payment due', paid: 'Paid', waiting: 'Waiting for the team', shipped: 'Shipped', delivered: 'Delivered', completed: 'Completed, money settled', closed: 'Closed', refunded: 'Refunded {{amount}}' },
  ship: { go: 'Ship', title: 'Ship this order', words: 'The buyer sees the tracking number right away.', carrier: 'Carrier', carrierHint: 'e.g. SF Express', trackingNo: 'Tracking number', trackingNoWrong: '5–40 letters, digits or hyphens', carrierMissing: 'Which carrier?', done: 'Shipped', waiting: 'Ships once the team is complete' },
  deliver: { go: 'Mark delivered', title: 'Has the buyer received it?', words: 'The return window starts now; money and commission settle when it is over.', done: 'Marked as delivered' },
  refund: { go: 'Refund', title: 'Refund', words: 'The money goes back the way it came; its share of commission is taken back too.', amount: 'Amount', all: 'All of it', rest: 'At most {{amount}}', tooMuch: 'Not more than {{amount}}', reason: 'Reason', reasonMissing: 'Please say why; the buyer will see it', reasonHint: 'e.g. two bruised apples, partial refund agreed', done: 'Refund started; it usually takes a few seconds', confirm: 'Refund {{amount}}' },
};
