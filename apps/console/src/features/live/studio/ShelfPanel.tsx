import { AimOutlined, HolderOutlined } from '@ant-design/icons';
import type { ApiReply } from '@tuanzi/client';
import type { ProductCard } from '@tuanzi/contract/catalog';
import type { SessionView } from '@tuanzi/contract/live';
import type { CardView } from '@tuanzi/contract/scenes';
import { useCommand } from '@tuanzi/client/react';
import { Empty } from '@tuanzi/ui/Empty.tsx';
import { Price } from '@tuanzi/ui/money.tsx';
import { App, Button, Drawer, Input } from 'antd';
import { useState } from 'react';
import { sentenceOf } from '../../../client.ts';
import { Thumb } from '../../../layout/Thumb.tsx';
import { useText } from '../../../layout/use-text.ts';
import { useT } from '../../../messages.ts';
import { ShelfEditor } from '../plan/ShelfEditor.tsx';

type Dashboard = ApiReply<'GET /api/studio/{sessionId}/dashboard'>;
interface ShelfProps {
  readonly session: SessionView;
  readonly pinnedId: string | null;
  readonly dashboard: Dashboard | undefined;
  readonly cards: readonly CardView[];
  readonly onChanged: () => void;
}
/** Above so many products one searches instead of scrolling. */
const searchFrom = 8;

/** What is for sale, in the order viewers see; the product being explained is pinned. */
export function ShelfPanel({ session, pinnedId, dashboard, onChanged }: ShelfProps) {
  const t = useT();
  const text = useText();
  const { message } = App.useApp();
  const [find, setFind] = useState('');
  const [isArranging, setIsArranging] = useState(false);
  const pin = useCommand('POST /api/studio/{sessionId}/pin');
  const switchPin = async (product: ProductCard) => {
    const isPinned = product.id === pinnedId;
    try {
      await pin.mutateAsync({ params: { sessionId: session.id }, body: { productId: isPinned ? null : product.id } });
      void message.success(isPinned ? t('live.studio.unpinnedNow') : t('live.studio.pinnedNow', { name: text(product.title) }));
      onChanged();
    } catch (error) {
      void message.error(sentenceOf(error));
    }
  };
  const taps = new Map(dashboard?.products.map((each) => [each.product.id, each.taps]));
  const shown = session.shelf.filter(
    (product) => find === '' || `${product.title.zh} ${product.title.en ?? ''}`.toLowerCase().includes(find.toLowerCase()),
  );
  return (
    <section className="st-panel st-shelf">
      <header>
        <h2>
          {t('live.studio.shelf')} <small className="tz-figures">{session.shelf.length}</small>
        </h2>
        <Button type="text" icon={<HolderOutlined />} onClick={() => setIsArranging(true)} data-testid="arrange-shelf">
          {t('live.studio.arrange')}
        </Button>
      </header>
      {session.shelf.length >= searchFrom ? (
        <Input
          allowClear
          className="st-find"
          value={find}
          onChange={(event) => setFind(event.target.value)}
          placeholder={t('live.plan.shelfSearch')}
          aria-label={t('live.plan.shelfSearch')}
        />
      ) : null}
      {session.shelf.length === 0 ? (
        <Empty
          drawing="products"
          title={t('live.studio.shelfEmpty')}
          words={t('live.studio.shelfEmptyWords')}
          next={
            <Button type="primary" onClick={() => setIsArranging(true)}>
              {t('live.plan.shelfAdd')}
            </Button>
          }
        />
      ) : null}
      <ul className="st-scroll">
        {shown.map((product) => {
          const isPinned = product.id === pinnedId;
          return (
            <li key={product.id} className="st-product" data-pinned={isPinned ? true : undefined} data-testid={`shelf-${product.id}`}>
              <span className="st-number tz-figures">{session.shelf.indexOf(product) + 1}</span>
              <Thumb picture={product.picture} sizePx={52} />
              <div>
                <p className="tz-line-1" title={text(product.title)}>
                  {text(product.title)}
                </p>
                <p className="st-product-facts">
                  <Price fen={product.priceFen} size="s" />
                  <span className="tz-figures" data-low={product.stock === 0 ? true : undefined}>
                    {product.stock === 0 ? t('live.studio.soldOut') : t('live.studio.left', { count: product.stock })}
                  </span>
                  {(taps.get(product.id) ?? 0) > 0 ? (
                    <span className="tz-figures">{t('live.studio.taps', { count: taps.get(product.id) ?? 0 })}</span>
                  ) : null}
                </p>
              </div>
              <Button
                className="st-pin"
                type={isPinned ? 'primary' : 'default'}
                icon={<AimOutlined />}
                aria-pressed={isPinned}
                loading={pin.isPending && pin.variables?.body?.productId === product.id}
                onClick={() => void switchPin(product)}
                data-testid={`pin-${product.id}`}
              >
                {t(isPinned ? 'live.studio.unpin' : 'live.studio.pin')}
              </Button>
            </li>
          );
        })}
      </ul>
      <ArrangeDrawer session={session} isOpen={isArranging} onClose={() => setIsArranging(false)} onSaved={onChanged} />
    </section>
  );
}

function ArrangeDrawer({
  session,
  isOpen,
  onClose,
  onSaved,
}: {
  session: SessionView;
  isOpen: boolean;
  onClose: () => void;
  onSaved: () => void;
}) {
  const t = useT();
  const { message } = App.useApp();
  const [changed, setChanged] = useState<readonly ProductCard[] | null>(null);
  const save = useCommand('PUT /api/studio/{sessionId}/shelf');
  const close = () => {
    setChanged(null);
    onClose();
  };
  const run = async () => {
    try {
      await save.mutateAsync({
        params: { sessionId: session.id },
        body: { productIds: (changed ?? session.shelf).map((product) => product.id) },
      });
      void message.success(t('live.studio.shelfSaved'));
      onSaved();
      close();
    } catch (error) {
      void message.error(sentenceOf(error));
    }
  };
  return (
    <Drawer
      title={t('live.studio.arrangeTitle')}
      open={isOpen}
      onClose={close}
      size={440}
      extra={
        <Button type="primary" disabled={changed === null} loading={save.isPending} onClick={() => void run()} data-testid="shelf-save">
          {t('live.plan.save')}
        </Button>
      }
    >
      <ShelfEditor
        shopId={session.shopId}
        value={changed ?? session.shelf}
        onChange={(change) => setChanged((now) => change(now ?? session.shelf))}
      />
    </Drawer>
  );
}
