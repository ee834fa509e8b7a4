import type { ApiReply } from '@tuanzi/client';
import { useApi, useCommand } from '@tuanzi/client/react';
import { Empty } from '@tuanzi/ui/Empty.tsx';
import { Price } from '@tuanzi/ui/money.tsx';
import { Picture } from '@tuanzi/ui/Picture.tsx';
import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { useT } from '../../messages.ts';
import { notifyProblem } from '../../shell/notify.ts';
import { PageBar } from '../../shell/PageBar.tsx';
import { RowsSkeleton } from '../../shell/PageSkeleton.tsx';
import { ProblemNote } from '../../shell/ProblemNote.tsx';
import { QuantityStepper } from '../../shell/QuantityStepper.tsx';
import { useMe } from '../../shell/use-me.ts';
import { useChoiceWords, useWords } from '../../shell/use-words.ts';
import styles from './checkout.module.css';
import { checkoutPath } from './intent.ts';

type Line = ApiReply<'GET /api/cart'>['items'][number];

export function CartPage() {
  const t = useT();
  const { me, isKnown, problem, retry } = useMe();
  const cart = useApi('GET /api/cart', {}, { isEnabled: me !== null });
  const isNone = (isKnown && me === null) || cart.data?.items.length === 0;
  return (
    <>
      <PageBar title={t('cart.title')} />
      {problem !== null ? (
        <ProblemNote problem={problem} onRetry={retry} />
      ) : isNone ? (
        <Empty
          drawing="cart"
          title={t('cart.emptyTitle')}
          words={t('cart.emptyWords')}
          next={
            <Link to="/" className="tz-button" data-tone="primary">
              {t('cart.lookAround')}
            </Link>
          }
        />
      ) : cart.isError ? (
        <ProblemNote problem={cart.error} onRetry={() => void cart.refetch()} />
      ) : cart.data === undefined ? (
        <RowsSkeleton />
      ) : (
        <Cart lines={cart.data.items} />
      )}
    </>
  );
}

function Cart({ lines }: { lines: readonly Line[] }) {
  const t = useT();
  const navigate = useNavigate();
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const buyable = lines.filter((line) => line.isAvailable && line.stock > 0);
  // An order belongs to one shop: choosing from another one starts a new choice.
  const shopId = buyable.find((line) => !left.has(line.skuId))?.shopId;
  const chosen = buyable.filter((line) => !left.has(line.skuId) && line.shopId === shopId);
  const totalFen = chosen.reduce((sum, line) => sum + line.priceFen * line.quantity, 0);
  const toggle = (line: Line) => {
    const next = new Set(left);
    if (chosen.includes(line)) next.add(line.skuId);
    else {
      next.delete(line.skuId);
      for (const other of buyable) if (other.shopId !== line.shopId) next.add(other.skuId);
    }
    setLeft(next);
  };
  return (
    <div className={`${styles.checkout} sh-with-foot`} data-testid="cart">
      <section className={`${styles.block} sh-list`}>
        {lines.map((line) => (
          <CartLine key={line.skuId} line={line} isChosen={chosen.includes(line)} onToggle={() => toggle(line)} />
        ))}
      </section>
      <div className="sh-foot">
        <span className={styles.total} aria-live="polite">
          <span className="sh-faint">{t('cart.sum')}</span>
          <Price fen={totalFen} size="l" cents="always" />
        </span>
        <button
          type="button"
          className={`tz-button ${styles.pay}`}
          data-tone="primary"
          disabled={chosen.length === 0}
          onClick={() => void navigate(checkoutPath({ lines: chosen, isFromCart: true }))}
          data-testid="cart-checkout"
        >
          {t('cart.checkout', { count: chosen.length })}
        </button>
      </div>
    </div>
  );
}

function CartLine({ line, isChosen, onToggle }: { line: Line; isChosen: boolean; onToggle: () => void }) {
  const t = useT();
  const words = useWords();
  const choice = useChoiceWords();
  const put = useCommand('PUT /api/cart/{skuId}', { invalidates: ['GET /api/cart'] });
  const set = (quantity: number) => put.mutate({ params: { skuId: line.skuId }, body: { quantity } }, { onError: notifyProblem });
  const isGone = !line.isAvailable || line.stock <= 0;
  return (
    <div className={styles.cartLine} data-gone={isGone || undefined} data-testid="cart-line">
      <label className={styles.cartCheck}>
        <input
          type="checkbox"
          checked={isChosen}
          disabled={isGone}
          onChange={onToggle}
          aria-label={t('cart.choose', { title: words(line.title) })}
        />
      </label>
      <Link to={`/products/${line.productId}`} className={styles.linePicture}>
        <Picture src={line.picture?.url} colour={line.picture?.blur} alt="" radius="s" />
      </Link>
      <div className={styles.lineWords}>
        <p className="tz-line-2">{words(line.title)}</p>
        <p className="sh-faint">{choice(line.options)}</p>
        <div className={styles.cartFoot}>
          {isGone ? (
            <span className="tz-chip">{line.isAvailable ? t('product.soldOut') : t('cart.offSale')}</span>
          ) : (
            <Price fen={line.priceFen} />
          )}
          {isGone ? null : <QuantityStepper isSmall max={Math.max(1, Math.min(999, line.stock))} value={line.quantity} onChange={set} />}
          <button
            type="button"
            className={styles.remove}
            aria-label={t('cart.remove', { title: words(line.title) })}
            onClick={() => set(0)}
          >
            <Trash2 size={18} strokeWidth={1.75} aria-hidden="true" />
          </button>
        </div>
        {!isGone && line.stock < line.quantity ? <p className="sh-field-problem">{t('cart.onlyLeft', { count: line.stock })}</p> : null}
      </div>
    </div>
  );
}
