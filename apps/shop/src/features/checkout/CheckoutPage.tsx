import { useQueryClient } from '@tanstack/react-query';
import { invalidateApi, useApi, useCommand } from '@tuanzi/client/react';
import type { Quote } from '@tuanzi/contract/orders';
import { Price } from '@tuanzi/ui/money.tsx';
import { Empty } from '@tuanzi/ui/Empty.tsx';
import { useEffect, useId, useState } from 'react';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { useT } from '../../messages.ts';
import { PageBar } from '../../shell/PageBar.tsx';
import { usePhoneGate } from '../../shell/PhoneGate.tsx';
import { ProblemNote } from '../../shell/ProblemNote.tsx';
import { traceOf } from '../../shell/trace.ts';
import { useEnsureGuest, useMe } from '../../shell/use-me.ts';
import { type CouponChoice, CouponRow } from '../coupons/CouponRow.tsx';
import { AddressBlock } from './AddressBlock.tsx';
import { type AddressDraft, isComplete } from './AddressForm.tsx';
import styles from './checkout.module.css';
import { checkoutPath, type Intent, parseIntent } from './intent.ts';
import { isAboutOffer, isRequoted, OrderProblem, type Refusal, refusalOf } from './OrderProblem.tsx';
import { QuoteBlock } from './QuoteBlock.tsx';
import { useQuote } from './use-quote.ts';

export function CheckoutPage() {
  const t = useT();
  const [query] = useSearchParams();
  const intent = parseIntent(query);
  return (
    <>
      <PageBar title={t('checkout.title')} />
      {intent.lines.length === 0 ? (
        <Empty
          drawing="cart"
          title={t('checkout.nothing')}
          next={
            <Link to="/" className="tz-button" data-tone="primary">
              {t('common.goHome')}
            </Link>
          }
        />
      ) : (
        <Checkout intent={intent} />
      )}
    </>
  );
}

/** A guest is made without a word; addresses can be read once there is somebody. */
function useBuyer() {
  const ensureGuest = useEnsureGuest();
  const { me, isKnown, problem, retry } = useMe();
  useEffect(() => {
    if (isKnown && me === null) void ensureGuest().catch(() => undefined);
  }, [isKnown, me, ensureGuest]);
  return { addresses: useApi('GET /api/me/addresses', {}, { isEnabled: me !== null }), isKnown, problem, retry };
}

/** What the order is agreed to: the total on screen, and the coupon that is in it. */
type Seen = Pick<Quote, 'totalFen' | 'couponId'>;

function usePlacing(intent: Intent, note: string) {
  const navigate = useNavigate();
  const queries = useQueryClient();
  const { withAccount } = usePhoneGate();
  const ensureGuest = useEnsureGuest();
  const place = useCommand('POST /api/orders');
  const removeFromCart = useCommand('PUT /api/cart/{skuId}');
  const submit = async (address: { addressId: string } | AddressDraft, phone: string, { totalFen: expectedTotalFen, couponId }: Seen) => {
    const { lines, offer } = intent;
    const coupon = couponId === null ? {} : { couponId };
    const trace = traceOf(intent.sceneId, intent.cardId);
    await ensureGuest();
    const order = await withAccount(
      () =>
        place.mutateAsync({
          body: { lines: [...lines], ...(offer && { offer }), ...coupon, address, expectedTotalFen, note, ...(trace && { trace }) },
        }),
      phone,
    );
    if (order === undefined) return;
    // The order stands; a line left in the cart is a blemish, not a failure.
    if (intent.isFromCart === true)
      await Promise.allSettled(lines.map(({ skuId }) => removeFromCart.mutateAsync({ params: { skuId }, body: { quantity: 0 } })));
    void invalidateApi(queries, 'GET /api/orders', 'GET /api/orders/counts', 'GET /api/cart', 'GET /api/teams/{teamId}', 'GET /api/home');
    if (couponId !== null) void invalidateApi(queries, 'GET /api/me/coupons');
    void queries.invalidateQueries({ queryKey: ['quote'], refetchType: 'none' });
    // Going back from the cashier finds the order, not the form that made it.
    await navigate(`/orders/${order.id}`, { replace: true });
    await navigate(`/pay/${order.id}`);
  };
  return { submit, isPending: place.isPending };
}

function Checkout({ intent }: { intent: Intent }) {
  const t = useT();
  const formId = useId();
  const { addresses, isKnown, problem, retry } = useBuyer();
  const save = useCommand('POST /api/me/addresses', { invalidates: ['GET /api/me/addresses'] });
  const [chosenId, setChosenId] = useState<string | null>(null);
  const [draft, setDraft] = useState<AddressDraft | null>(null);
  const [note, setNote] = useState('');
  const refused = useRefusal(intent);
  const kept = addresses.data?.items;
  const chosen = kept?.find((address) => address.id === chosenId) ?? kept?.find((address) => address.isDefault) ?? kept?.[0];
  const province = chosen?.province ?? (draft?.province || undefined);
  const coupon = useCouponChoice(intent);
  const quote = useQuote(intent, { province, coupon: coupon.choice, isReady: isKnown });
  const { submit, isPending } = usePlacing(intent, note);
  const order = async (filled?: AddressDraft) => {
    if (quote.data === undefined) return;
    const seen = quote.data;
    refused.forget();
    try {
      if (chosen !== undefined) return await submit({ addressId: chosen.id }, chosen.phone, seen);
      if (filled === undefined) return;
      // Kept for the next time; if that fails the order goes out with what was typed.
      const saved = await save.mutateAsync({ body: { ...filled, isDefault: true } }).catch(() => null);
      await submit(saved === null ? filled : { addressId: saved.id }, filled.phone, seen);
    } catch (error) {
      const refusal = refusalOf(error);
      refused.remember(refusal, seen.totalFen);
      // Whatever was chosen is gone; the best of what is left is what one would take next.
      if (refusal.code === 'coupon_unusable') coupon.choose('best');
      await quote.refetch();
    }
  };
  // Chosen, and lost before the order: the price goes on with the best there is, and the page says so.
  const lost = quote.isPlaceholderData ? undefined : quote.data?.problems.find(({ code }) => code === 'coupon_unusable');
  if (lost !== undefined && coupon.choice !== 'best') {
    coupon.choose('best');
    refused.remember(lost, null);
  }
  const isBlocked = quote.data === undefined || quote.isPlaceholderData || quote.data.problems.length > 0;
  if (problem !== null) return <ProblemNote problem={problem} onRetry={retry} />;
  if (quote.isError && quote.data === undefined)
    return isAboutOffer(quote.error.code) ? (
      <OrderProblem refusal={refusalOf(quote.error)} intent={intent} />
    ) : (
      <ProblemNote problem={quote.error} onRetry={() => void quote.refetch()} />
    );
  const offered = quote.isPlaceholderData ? undefined : quote.data?.problems.find(({ code }) => isAboutOffer(code));
  const refusal = offered ?? refused.refusal;
  return (
    <div className={`${styles.checkout} sh-with-foot`} data-testid="checkout">
      <AddressBlock
        formId={formId}
        isWaiting={kept === undefined && !addresses.isError}
        kept={kept ?? []}
        chosen={chosen}
        onChoose={setChosenId}
        onDraft={setDraft}
        onSubmit={(filled) => void order(filled)}
      />
      {refusal === undefined ? null : (
        <OrderProblem
          refusal={refusal}
          intent={intent}
          change={isRequoted(refusal.code) ? refused.changeTo(quote.data?.totalFen) : undefined}
        />
      )}
      <QuoteBlock
        quote={quote.data}
        lines={intent.lines.length}
        couponRow={
          quote.data && <CouponRow quote={quote.data} choice={coupon.choice} isReading={quote.isPlaceholderData} onChoose={coupon.choose} />
        }
      />
      <label className={styles.note}>
        <span>{t('checkout.note')}</span>
        <input
          className="sh-input"
          value={note}
          maxLength={200}
          onChange={(event) => setNote(event.target.value)}
          placeholder={t('checkout.noteHint')}
        />
      </label>
      <p className={styles.law}>{t('checkout.law')}</p>
      <PlaceBar
        totalFen={quote.data?.totalFen}
        formId={chosen === undefined ? formId : undefined}
        isBlocked={isBlocked}
        isPlacing={isPending}
        isBusy={isPending || save.isPending}
        isReady={chosen !== undefined || (draft !== null && isComplete(draft))}
        onPlace={() => void order()}
      />
    </div>
  );
}

type PlaceBarProps = {
  totalFen: number | undefined;
  /** The address form that is sent first; undefined where an address is chosen. */
  formId: string | undefined;
  isBlocked: boolean;
  isPlacing: boolean;
  isBusy: boolean;
  isReady: boolean;
  onPlace: () => void;
};

/** What it comes to, and the one button. */
function PlaceBar({ totalFen, formId, isBlocked, isPlacing, isBusy, isReady, onPlace }: PlaceBarProps) {
  const t = useT();
  return (
    <div className="sh-foot">
      <span className={styles.total} aria-live="polite">
        <span className="sh-faint">{t('checkout.total')}</span>
        {totalFen === undefined ? <span className={styles.totalWait} /> : <Price fen={totalFen} size="l" cents="always" />}
      </span>
      <button
        type={formId === undefined ? 'button' : 'submit'}
        {...(formId === undefined ? { onClick: onPlace } : { form: formId })}
        className={`tz-button ${styles.pay}`}
        data-tone="primary"
        disabled={isBlocked}
        aria-busy={isBusy}
        data-testid="place-order"
        data-ready={isReady || undefined}
      >
        <span className="tz-button-words">{isPlacing ? t('checkout.placing') : t('checkout.submit')}</span>
      </button>
    </div>
  );
}

/** The best there is until somebody chooses otherwise. It belongs to what is bought: other lines begin anew. */
function useCouponChoice(intent: Intent): { choice: CouponChoice; choose: (choice: CouponChoice) => void } {
  const wanted = checkoutPath(intent);
  const [chosen, setChosen] = useState<{ wanted: string; choice: CouponChoice } | null>(null);
  return { choice: chosen?.wanted === wanted ? chosen.choice : 'best', choose: (choice) => setChosen({ wanted, choice }) };
}

/** What the last attempt was refused for. It belongs to what was wanted then: choosing another way is a clean start. */
function useRefusal(intent: Intent) {
  const wanted = checkoutPath(intent);
  const [last, setLast] = useState<{ wanted: string; refusal: Refusal; totalFen: number | null } | null>(null);
  const current = last?.wanted === wanted ? last : null;
  return {
    refusal: current?.refusal,
    changeTo: (nowFen: number | undefined) =>
      nowFen === undefined || current === null || current.totalFen === null || nowFen === current.totalFen
        ? undefined
        : { wasFen: current.totalFen, nowFen },
    remember: (refusal: Refusal, totalFen: number | null) => setLast({ wanted, refusal, totalFen }),
    forget: () => setLast(null),
  };
}
