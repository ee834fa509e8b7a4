import type { ConsoleOrder } from '@tuanzi/contract/orders';
import { Avatar } from '@tuanzi/ui/Avatar.tsx';
import { Typography } from 'antd';
import { useT } from '../../messages.ts';

export function OrderAddress({ order }: { order: ConsoleOrder }) {
  const t = useT();
  const { address, parcel, buyer } = order;
  const words =
    address === null
      ? ''
      : `${address.recipient} ${address.phone} ${address.province}${address.city === address.province ? '' : address.city}${address.district}${address.street}`;
  return (
    <section>
      <h3>{t('orders.drawer.address')}</h3>
      <div className="or-facts">
        <span className="or-person">
          <Avatar id={buyer.id} nickname={buyer.nickname} {...(buyer.avatarUrl !== null && { pictureUrl: buyer.avatarUrl })} sizePx={28} />
          {buyer.nickname}
        </span>
        {address === null ? (
          <span className="cs-quiet">{t('orders.drawer.noAddress')}</span>
        ) : (
          <Typography.Text copyable={{ text: words, tooltips: [t('list.copy'), t('list.copied')] }}>{words}</Typography.Text>
        )}
        {parcel === null ? null : (
          <span>
            {t('orders.drawer.parcel')}：{parcel.carrier}{' '}
            <Typography.Text copyable={{ tooltips: [t('list.copy'), t('list.copied')] }} code>
              {parcel.trackingNo}
            </Typography.Text>
          </span>
        )}
        {order.note === '' ? null : (
          <blockquote className="or-note">
            <span className="cs-quiet cs-small">{t('orders.drawer.note')}</span>
            {order.note}
          </blockquote>
        )}
      </div>
    </section>
  );
}
