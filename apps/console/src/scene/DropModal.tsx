import type { ProductCard } from '@tuanzi/contract/catalog';
import type { CardView } from '@tuanzi/contract/scenes';
import type { Title } from '@tuanzi/contract/shapes';
import { useApiPages, useCommand } from '@tuanzi/client/react';
import { Empty } from '@tuanzi/ui/Empty.tsx';
import { Price } from '@tuanzi/ui/money.tsx';
import { App, Button, Input, Modal, Segmented } from 'antd';
import { useState, type ReactNode } from 'react';
import { Link } from 'react-router';
import { sentenceOf } from '../client.ts';
import { CouponSign } from '../features/coupons/CouponSign.tsx';
import { useTicketWords } from '../features/coupons/use-ticket-words.ts';
import { ListProblem } from '../layout/ListProblem.tsx';
import { TableSkeleton } from '../layout/TableSkeleton.tsx';
import { Thumb } from '../layout/Thumb.tsx';
import { useDebounced } from '../layout/use-debounced.ts';
import { useText } from '../layout/use-text.ts';
import { useT } from '../messages.ts';

interface DropProps {
  readonly sceneId: string;
  readonly shopId: string;
  readonly shelf?: readonly ProductCard[];
  readonly cards: readonly CardView[];
  readonly place: 'session' | 'community';
  readonly isOpen: boolean;
  readonly onClose: () => void;
}
type Kind = 'group-buy' | 'coupon' | 'product';
interface Choice {
  readonly id: string;
  readonly title: Title;
  readonly sign: ReactNode;
  /** What it costs, or what it takes off. */
  readonly figure: ReactNode;
  readonly words: string;
}

/** Everything that can be dropped here now, one tap each. */
export function DropModal({ isOpen, onClose, place, ...rest }: DropProps) {
  const t = useT();
  const [kind, setKind] = useState<Kind>('group-buy');
  return (
    <Modal
      title={t('live.studio.dropTitle', { place: t(place === 'session' ? 'live.studio.dropSession' : 'live.studio.dropCommunity') })}
      open={isOpen}
      onCancel={onClose}
      footer={null}
      destroyOnHidden
      width={520}
    >
      <Segmented
        block
        value={kind}
        onChange={setKind}
        options={[
          { value: 'group-buy' as const, label: t('live.studio.groupBuys') },
          { value: 'coupon' as const, label: <span data-testid="drop-coupons">{t('coupons.scene.label')}</span> },
          { value: 'product' as const, label: t('live.studio.products') },
        ]}
      />
      {kind === 'group-buy' ? (
        <GroupBuys {...rest} />
      ) : kind === 'coupon' ? (
        <Coupons {...rest} />
      ) : rest.shelf === undefined ? (
        <ShopProducts {...rest} />
      ) : (
        <Choices
          {...rest}
          kind="product"
          choices={rest.shelf.map((product) => productChoice(product, t('live.studio.left', { count: product.stock })))}
        />
      )}
    </Modal>
  );
}

const productChoice = (product: ProductCard, words: string): Choice => ({
  id: product.id,
  title: product.title,
  sign: <Thumb picture={product.picture} sizePx={52} />,
  figure: <Price fen={product.priceFen} size="s" />,
  words,
});
type Inner = Pick<DropProps, 'sceneId' | 'shopId' | 'cards'>;

function GroupBuys(props: Inner) {
  const t = useT();
  const pages = useApiPages('GET /api/console/shops/{shopId}/group-buys', {
    params: { shopId: props.shopId },
    query: { state: 'running', limit: 100 },
  });
  if (pages.isError) return <ListProblem problem={pages.error} onRetry={() => void pages.refetch()} />;
  if (pages.isPending) return <TableSkeleton rows={3} />;
  if (pages.data.length === 0)
    return (
      <Empty
        drawing="cart"
        title={t('live.studio.noGroupBuys')}
        words={t('live.studio.noGroupBuysWords')}
        next={
          <Link to="/campaigns">
            <Button type="primary">{t('live.studio.toCampaigns')}</Button>
          </Link>
        }
      />
    );
  return (
    <Choices
      {...props}
      kind="group-buy"
      choices={pages.data.map((campaign) => ({
        id: campaign.id,
        title: campaign.title,
        sign: <Thumb picture={campaign.product.picture} sizePx={52} />,
        figure: <Price fen={campaign.lowestPriceFen} size="s" />,
        words: `${t('live.studio.people', { count: campaign.teamSize })} · ${t('live.studio.left', { count: campaign.quotaLeft })}`,
      }))}
    />
  );
}

function Coupons(props: Inner) {
  const t = useT();
  const ticket = useTicketWords();
  const pages = useApiPages('GET /api/console/shops/{shopId}/coupons', {
    params: { shopId: props.shopId },
    query: { state: 'running', limit: 100 },
  });
  if (pages.isError) return <ListProblem problem={pages.error} onRetry={() => void pages.refetch()} />;
  if (pages.isPending) return <TableSkeleton rows={3} />;
  // One that is all claimed would only disappoint.
  const left = pages.data.filter(({ quantityLeft }) => quantityLeft > 0);
  if (left.length === 0)
    return (
      <Empty
        drawing="cart"
        title={t('coupons.scene.none')}
        words={t('coupons.scene.noneWords')}
        next={
          <Link to="/coupons">
            <Button type="primary">{t('coupons.scene.go')}</Button>
          </Link>
        }
      />
    );
  return (
    <Choices
      {...props}
      kind="coupon"
      choices={left.map((coupon) => ({
        id: coupon.id,
        title: coupon.title,
        sign: <CouponSign sizePx={52} />,
        figure: <strong className="cu-off tz-figures">{ticket.off(coupon.terms)}</strong>,
        words: t('coupons.scene.left', { count: coupon.quantityLeft }),
      }))}
    />
  );
}

function ShopProducts(props: Inner) {
  const t = useT();
  const [q, setQ] = useState('');
  const asked = useDebounced(q.trim(), 300);
  const pages = useApiPages('GET /api/console/shops/{shopId}/products', {
    params: { shopId: props.shopId },
    query: { status: 'on_sale', limit: 50, ...(asked !== '' && { q: asked }) },
  });
  return (
    <>
      <Input
        allowClear
        className="sc-find"
        value={q}
        onChange={(event) => setQ(event.target.value)}
        placeholder={t('live.plan.shelfSearch')}
        aria-label={t('live.plan.shelfSearch')}
      />
      {pages.isError ? (
        <ListProblem problem={pages.error} onRetry={() => void pages.refetch()} />
      ) : pages.isPending ? (
        <TableSkeleton rows={3} />
      ) : (
        <Choices
          {...props}
          kind="product"
          choices={pages.data.map((product) => productChoice(product, t('live.studio.left', { count: product.stock })))}
        />
      )}
    </>
  );
}

function Choices({ sceneId, cards, kind, choices }: Inner & { kind: Kind; choices: readonly Choice[] }) {
  const t = useT();
  const text = useText();
  const { message } = App.useApp();
  const drop = useCommand('POST /api/scenes/{sceneId}/cards');
  const run = async (choice: Choice) => {
    try {
      await drop.mutateAsync({ params: { sceneId }, body: { kind, refId: choice.id } });
      void message.success(t('live.studio.dropped'));
    } catch (error) {
      void message.error(sentenceOf(error));
    }
  };
  if (choices.length === 0) return <Empty drawing="products" title={t('live.studio.noProducts')} />;
  return (
    <ul className="sc-choices">
      {choices.map((choice) => {
        const isHere = cards.some((card) => card.refId === choice.id);
        return (
          <li key={choice.id} className="st-product">
            {choice.sign}
            <div>
              <p className="tz-line-1">{text(choice.title)}</p>
              <p className="st-product-facts">
                {choice.figure}
                <span className="tz-figures">{choice.words}</span>
              </p>
            </div>
            <Button
              type={isHere ? 'default' : 'primary'}
              className="st-pin"
              disabled={isHere}
              loading={drop.isPending && drop.variables?.body?.refId === choice.id}
              onClick={() => void run(choice)}
              data-testid={`drop-${choice.id}`}
            >
              {t(isHere ? 'live.studio.alreadyHere' : 'live.studio.dropNow')}
            </Button>
          </li>
        );
      })}
    </ul>
  );
}
