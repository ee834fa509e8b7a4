import type { SameKeys } from '@tuanzi/ui/i18n.ts';
import type { zh } from './messages-zh.ts';

export const en: SameKeys<typeof zh> = {
  hello: { night: 'Still up, {{name}}?', morning: 'Good morning, {{name}}', noon: 'Good day, {{name}}', afternoon: 'Good afternoon, {{name}}', evening: 'Good evening, {{name}}' },
  now: 'Needs a hand now', calm: 'All done', calmWords: 'Nothing waits for you. New orders, refunds and teams about to expire show up here.',
  toShip: 'To ship', toShipWords: 'Ready to pack', unpaid: 'Unpaid', unpaidWords: 'Close by themselves', refundsPending: 'Refunding', refundsWords: 'With the provider', teamsExpiring: 'Teams expiring', teamsWords: 'Within three hours', lowStock: 'Low stock', lowStockWords: 'Time to restock',
  paid: 'Paid today', orders: 'Paid orders', buyers: 'Buyers', yesterday: '{{amount}} yesterday', up: '{{percent}}% more than yesterday', down: '{{percent}}% less than yesterday', each: '{{amount}} per order', same: 'As much as yesterday',
  days: 'Last {{count}} days', daysPaid: 'Paid', daysOrders: 'Orders', daysNone: 'No paid orders in these days', chartFailed: 'The chart did not load', table: 'Table', chart: 'Chart', day: 'Day',
  sessions: 'Next live sessions', noSessions: 'No live session planned', noSessionsWords: 'Pick a time; the preview appears on the shop\'s home page.', plan: 'Plan one', studio: 'Open studio', review: 'Review', left: '{{count}} left', restock: 'Restock',
};
