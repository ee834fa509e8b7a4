import { Alert, Button, Form } from 'antd';
import { useNavigate } from 'react-router';
import { Page } from '../../layout/Page.tsx';
import { PhonePreview } from '../../layout/PhonePreview.tsx';
import { useT } from '../../messages.ts';
import type { CouponDraft } from './coupon-draft.ts';
import { CouponPreview } from './CouponPreview.tsx';
import { AmountFields, GiveFields, ScopeFields, TitleFields } from './fields.tsx';
import { TimeFields } from './TimeFields.tsx';
import { useCouponForm } from './use-coupon-form.ts';
import { WorstCase } from './WorstCase.tsx';
import './coupons.css';

/** Plan or change a coupon, seeing it as shoppers will, and what it can cost at worst. Claimed ones keep what they promise. */
export function CouponForm({ start, couponId, claimed }: { start: CouponDraft; couponId: string | null; claimed: number }) {
  const t = useT();
  const go = useNavigate();
  const { draft, set, mistakeOf, save, isSaving } = useCouponForm({ start, couponId, claimed });
  const fields = { draft, isLocked: claimed > 0, claimed, set, mistakeOf };
  return (
    <Page
      title={couponId === null ? t('coupons.form.newTitle') : t('coupons.form.editTitle')}
      actions={
        <>
          <Button onClick={() => void go(-1)}>{t('list.cancel')}</Button>
          <Button type="primary" loading={isSaving} onClick={save} data-testid="save-coupon">
            {couponId === null ? t('coupons.form.create') : t('coupons.form.save')}
          </Button>
        </>
      }
    >
      <div className="cs-edit">
        <Form layout="vertical" component="div" className="cs-stack">
          {claimed > 0 ? (
            <Alert
              type="info"
              showIcon
              title={t('coupons.form.locked', { count: claimed })}
              description={t('coupons.form.lockedWords')}
              data-testid="coupon-locked"
            />
          ) : null}
          <TitleFields {...fields} />
          <AmountFields {...fields} />
          <GiveFields {...fields} />
          <WorstCase draft={draft} />
          <TimeFields {...fields} />
          <ScopeFields {...fields} />
        </Form>
        <PhonePreview>
          <CouponPreview draft={draft} />
        </PhonePreview>
      </div>
    </Page>
  );
}
