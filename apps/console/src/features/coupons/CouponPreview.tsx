import { useT } from '../../messages.ts';
import { termsOf, type CouponDraft } from './coupon-draft.ts';
import { Ticket } from './Ticket.tsx';

const unnamed = { zh: '优惠券', en: 'Coupon' };

/** The ticket as it is offered, to those who read Chinese and to those who read English. */
export function CouponPreview({ draft }: { draft: CouponDraft }) {
  const t = useT();
  const zh = draft.titleZh.trim();
  const en = draft.titleEn.trim();
  const title = zh === '' && en === '' ? unnamed : { zh, ...(en !== '' && { en }) };
  const claimUntil = draft.claimUntil ?? draft.claimFrom;
  if (claimUntil === null) return null;
  const isFixed = draft.use === 'fixed';
  const facts = {
    terms: termsOf(draft),
    perPersonMax: draft.perPersonMax ?? 1,
    claimUntil,
    validDays: isFixed ? null : (draft.validDays ?? 1),
    useFrom: isFixed ? draft.useFrom : null,
    useUntil: isFixed ? draft.useUntil : null,
  };
  return (
    <div className="cu-preview">
      <span className="cs-quiet cs-small">{t('list.zh')}</span>
      <Ticket title={title} facts={facts} language="zh" />
      <span className="cs-quiet cs-small">{t('list.en')}</span>
      <Ticket title={title} facts={facts} language="en" />
    </div>
  );
}
