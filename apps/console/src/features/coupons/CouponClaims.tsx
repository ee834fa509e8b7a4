import type { ApiReply } from '@tuanzi/client';
import { useApiPages } from '@tuanzi/client/react';
import type { ConsoleCoupon } from '@tuanzi/contract/coupons';
import { Avatar } from '@tuanzi/ui/Avatar.tsx';
import { Empty } from '@tuanzi/ui/Empty.tsx';
import { formatFen } from '@tuanzi/ui/money.tsx';
import { useTimeFormat } from '@tuanzi/ui/time.ts';
import { Button, Table, type TableColumnsType } from 'antd';
import { Link } from 'react-router';
import { ListProblem } from '../../layout/ListProblem.tsx';
import { LoadMore } from '../../layout/LoadMore.tsx';
import { TableSkeleton } from '../../layout/TableSkeleton.tsx';
import { useT } from '../../messages.ts';
import { useSession } from '../../session.tsx';

type Claim = ApiReply<'GET /api/console/shops/{shopId}/coupons/{couponId}/claims'>['items'][number];
const tones = { upcoming: undefined, usable: 'leaf', held: 'honey', used: 'persimmon', expired: undefined } as const;

/** Who holds one, since when, and what became of it. */
export function CouponClaims({ coupon }: { coupon: ConsoleCoupon }) {
  const t = useT();
  const { shopId } = useSession();
  const claims = useApiPages(
    'GET /api/console/shops/{shopId}/coupons/{couponId}/claims',
    { params: { shopId, couponId: coupon.id } },
    { refetchEveryMs: 10_000 },
  );
  const items = claims.data ?? [];
  return (
    <section className="cs-panel" data-testid="coupon-claims">
      <h2>{t('coupons.claims')}</h2>
      {claims.isError ? <ListProblem problem={claims.error} onRetry={() => void claims.refetch()} /> : null}
      {claims.isPending ? <TableSkeleton rows={3} /> : null}
      {claims.isSuccess && items.length === 0 ? (
        <Empty
          drawing="coupons"
          title={t('coupons.noClaims')}
          words={coupon.isListed && coupon.state === 'running' ? t('coupons.noClaimsListed') : t('coupons.noClaimsWords')}
          next={
            <span className="cs-actions">
              <Link to="/live">
                <Button>{t('coupons.toLive')}</Button>
              </Link>
              <Link to="/communities">
                <Button>{t('coupons.toCommunities')}</Button>
              </Link>
            </span>
          }
        />
      ) : null}
      {items.length > 0 ? <ClaimsTable claims={items} /> : null}
      <LoadMore pages={claims} count={items.length} />
    </section>
  );
}

function ClaimsTable({ claims }: { claims: readonly Claim[] }) {
  const t = useT();
  const { date } = useTimeFormat();
  const columns: TableColumnsType<Claim> = [
    {
      title: `${t('coupons.claim.person')} · ${t('coupons.claim.when')}`,
      key: 'person',
      className: 'cs-fill',
      render: (_, { person, claimedAt }) => (
        <span className="cs-with-thumb">
          <Avatar
            id={person.id}
            nickname={person.nickname}
            {...(person.avatarUrl !== null && { pictureUrl: person.avatarUrl })}
            sizePx={32}
          />
          <span className="cs-words">
            <span className="tz-line-1">{person.nickname}</span>
            <span className="cs-quiet cs-small tz-figures">{date(claimedAt)}</span>
          </span>
        </span>
      ),
    },
    {
      title: t('coupons.claim.until'),
      key: 'until',
      responsive: ['md'],
      render: (_, row) => <span className="tz-figures cs-small cs-quiet">{date(row.useUntil)}</span>,
    },
    {
      title: t('coupons.claim.state'),
      key: 'state',
      render: (_, { state }) => (
        <span className="tz-chip" data-tone={tones[state]}>
          {t(`coupons.claim.states.${state}`)}
        </span>
      ),
    },
    {
      title: t('coupons.claim.discount'),
      key: 'discount',
      align: 'right',
      render: (_, { discountFen }) => <span className="tz-figures">{discountFen === null ? '' : formatFen(-discountFen)}</span>,
    },
    {
      title: t('coupons.claim.order'),
      key: 'order',
      render: (_, { orderId }) =>
        orderId === null ? null : (
          <Link className="cs-link" to={`/orders?order=${orderId}`}>
            {t('coupons.claim.open')}
          </Link>
        ),
    },
  ];
  return <Table rowKey="id" columns={columns} dataSource={[...claims]} pagination={false} scroll={{ x: 'max-content' }} />;
}
