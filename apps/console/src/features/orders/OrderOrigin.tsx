import { CreditCardOutlined, LinkOutlined, PercentageOutlined, ShareAltOutlined, TeamOutlined } from '@ant-design/icons';
import type { ConsoleOrder } from '@tuanzi/contract/orders';
import { Avatar } from '@tuanzi/ui/Avatar.tsx';
import { formatFen } from '@tuanzi/ui/money.tsx';
import { Typography } from 'antd';
import type { ReactNode } from 'react';
import { useText } from '../../layout/use-text.ts';
import { useT } from '../../messages.ts';
import { useOriginWords } from './origin-words.ts';

/** The chain an order keeps: who shared, in which scene, from which card, by which link, for which commission. */
export function OrderOrigin({ order }: { order: ConsoleOrder }) {
  const t = useT();
  const text = useText();
  const words = useOriginWords();
  const { origin } = order;
  return (
    <section data-testid="order-origin">
      <h3>{t('orders.drawer.origin')}</h3>
      <ol className="or-chain">
        <Step icon={<ShareAltOutlined />} label={t('orders.drawer.sharer')} isThere={origin.sharer !== null}>
          {origin.sharer === null ? (
            t('orders.drawer.noSharer')
          ) : (
            <span className="or-person">
              <Avatar
                id={origin.sharer.id}
                nickname={origin.sharer.nickname}
                {...(origin.sharer.avatarUrl !== null && { pictureUrl: origin.sharer.avatarUrl })}
                sizePx={22}
              />
              {origin.sharer.nickname}
            </span>
          )}
        </Step>
        <Step icon={<TeamOutlined />} label={t('orders.drawer.scene')} isThere={origin.sceneId !== null}>
          {origin.sceneId === null ? t('orders.drawer.noScene') : `${words.scene(origin.sceneKind)} · ${text(origin.sceneTitle)}`}
        </Step>
        <Step icon={<CreditCardOutlined />} label={t('orders.drawer.card')} isThere={origin.cardId !== null}>
          {origin.cardId === null
            ? t('orders.drawer.noCard')
            : [words.card(origin.cardKind), text(origin.campaignTitle)].filter((part) => part !== '').join(' · ')}
        </Step>
        <Step icon={<LinkOutlined />} label={t('orders.drawer.link')} isThere={origin.linkCode !== null}>
          {origin.linkCode === null ? (
            t('orders.drawer.noLink')
          ) : (
            <Typography.Text copyable={{ tooltips: [t('list.copy'), t('list.copied')] }} code>
              {origin.linkCode}
            </Typography.Text>
          )}
        </Step>
        <Step icon={<PercentageOutlined />} label={t('orders.drawer.commission')} isThere={order.commissionFen > 0}>
          {order.commissionFen === 0 ? (
            t('orders.drawer.noCommission')
          ) : (
            <strong className="tz-figures or-earned">{formatFen(order.commissionFen)}</strong>
          )}
        </Step>
      </ol>
    </section>
  );
}

function Step({ icon, label, isThere, children }: { icon: ReactNode; label: string; isThere: boolean; children: ReactNode }) {
  return (
    <li data-there={isThere || undefined}>
      <span className="or-chain-icon" aria-hidden="true">
        {icon}
      </span>
      <span className="cs-quiet cs-small">{label}</span>
      <span className="or-chain-words">{children}</span>
    </li>
  );
}
