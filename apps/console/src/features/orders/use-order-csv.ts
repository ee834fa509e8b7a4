import type { ConsoleOrder } from '@tuanzi/contract/orders';
import { useTimeFormat } from '@tuanzi/ui/time.ts';
import { csvYuan } from '../../layout/csv.ts';
import type { CsvColumn } from '../../layout/ExportButton.tsx';
import { useText } from '../../layout/use-text.ts';
import { useT } from '../../messages.ts';
import { couponOf } from './order-coupon.ts';

/** An order as a row of a file: what a bookkeeper and a warehouse ask for. */
export function useOrderCsv(): readonly CsvColumn<ConsoleOrder>[] {
  const t = useT();
  const text = useText();
  const { date } = useTimeFormat();
  const moment = (at: string | null) => (at === null ? '' : date(at, 'second'));
  return [
    { title: t('orders.number'), cell: (order) => order.number },
    { title: t('orders.state'), cell: (order) => t(`orders.states.${order.state}`) },
    { title: t('orders.placedAt'), cell: (order) => moment(order.createdAt) },
    { title: t('orders.paidAt'), cell: (order) => moment(order.paidAt) },
    {
      title: t('orders.goods'),
      cell: ({ lines }) => lines.map((line) => [text(line.title), ...line.options.map(text), `× ${line.quantity}`].join(' ')).join('; '),
    },
    { title: t('orders.goodsAmount'), cell: (order) => csvYuan(order.goodsFen) },
    { title: t('orders.couponOff'), cell: (order) => csvYuan(couponOf(order)?.discountFen ?? 0) },
    { title: t('orders.drawer.freight'), cell: (order) => csvYuan(order.freightFen) },
    { title: t('orders.drawer.total'), cell: (order) => csvYuan(order.totalFen) },
    { title: t('orders.drawer.paid'), cell: (order) => csvYuan(order.paidFen) },
    { title: t('orders.drawer.refunded'), cell: (order) => csvYuan(order.refundedFen) },
    { title: t('orders.drawer.commission'), cell: (order) => csvYuan(order.commissionFen) },
    { title: t('orders.buyer'), cell: ({ buyer }) => buyer.nickname },
    { title: t('orders.recipient'), cell: ({ address }) => address?.recipient ?? '' },
    { title: t('signIn.phone'), cell: ({ address }) => address?.phone ?? '' },
    {
      title: t('orders.drawer.address'),
      cell: ({ address }) => (address === null ? '' : [address.province, address.city, address.district, address.street].join('')),
    },
    { title: t('orders.drawer.note'), cell: (order) => order.note },
    { title: t('orders.ship.carrier'), cell: ({ parcel }) => parcel?.carrier ?? '' },
    { title: t('orders.ship.trackingNo'), cell: ({ parcel }) => parcel?.trackingNo ?? '' },
    { title: t('orders.drawer.scene'), cell: ({ origin }) => text(origin.sceneTitle) },
    { title: t('orders.drawer.sharer'), cell: ({ origin }) => origin.sharer?.nickname ?? '' },
  ];
}
