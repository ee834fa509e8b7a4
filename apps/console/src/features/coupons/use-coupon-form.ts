import { isProblem } from '@tuanzi/client';
import { useCommand } from '@tuanzi/client/react';
import { App } from 'antd';
import { useState } from 'react';
import { queryClient, sentenceOf } from '../../client.ts';
import { showFirstMistake } from '../../layout/use-problems.ts';
import { useGoOnceSaved, useUnsavedGuard } from '../../layout/use-unsaved-guard.ts';
import { useT } from '../../messages.ts';
import { useSession } from '../../session.tsx';
import { bodyOf, fieldOfRefusal, mistakesOf, type CouponDraft, type Field } from './coupon-draft.ts';

export interface FieldMistake {
  readonly validateStatus?: 'error';
  readonly help?: string;
}
/** What each part of the form is given. */
export interface FieldsProps {
  readonly draft: CouponDraft;
  readonly isLocked: boolean;
  readonly claimed: number;
  readonly set: (changes: Partial<CouponDraft>) => void;
  readonly mistakeOf: (field: Field) => FieldMistake;
}
const after = ['GET /api/console/shops/{shopId}/coupons', 'GET /api/console/shops/{shopId}/coupons/{couponId}'] as const;

/** The draft, its mistakes from the first try to save on, and what the server would not take, at the field it is about. */
export function useCouponForm({ start, couponId, claimed }: { start: CouponDraft; couponId: string | null; claimed: number }) {
  const t = useT();
  const { shopId } = useSession();
  const { message } = App.useApp();
  const [first] = useState(start);
  const [draft, setDraft] = useState(first);
  const [hasTried, setHasTried] = useState(false);
  const [refused, setRefused] = useState<{ readonly field: Field; readonly words: string } | null>(null);
  const [savedId, setSavedId] = useState<string | null>(null);
  useUnsavedGuard(draft !== first && savedId === null);
  useGoOnceSaved(savedId === null ? null : `/coupons/${savedId}`);
  const done = ({ id }: { id: string }) => {
    setSavedId(id);
    void message.success(t('coupons.saved'));
  };
  const create = useCommand('POST /api/console/shops/{shopId}/coupons', { invalidates: after, onDone: done });
  const change = useCommand('PUT /api/console/shops/{shopId}/coupons/{couponId}', { invalidates: after, onDone: done });
  const mistakes = mistakesOf(draft, Date.now(), claimed);
  const mistakeOf = (field: Field): FieldMistake => {
    const mistake = mistakes.get(field);
    if (mistake !== undefined && hasTried)
      return {
        validateStatus: 'error',
        help: mistake === 'quantityUnder' ? t('coupons.form.quantityUnder', { count: claimed }) : t(`coupons.form.${mistake}`),
      };
    return refused?.field === field ? { validateStatus: 'error', help: refused.words } : {};
  };
  const set = (changes: Partial<CouponDraft>) => {
    setRefused(null);
    setDraft((before) => ({ ...before, ...changes }));
  };
  const onError = (error: unknown) => {
    // Somebody claimed one meanwhile: asked anew, the form says which fields now stand.
    if (isProblem(error, 'coupon_terms_fixed')) void queryClient.invalidateQueries();
    const field = fieldOfRefusal(error, draft);
    if (field === undefined) return void message.error(sentenceOf(error));
    const words = isProblem(error, 'invalid_input')
      ? t('list.refused')
      : field === 'products'
        ? t('coupons.form.productsWrong')
        : sentenceOf(error);
    setRefused({ field, words });
    showFirstMistake();
  };
  const save = () => {
    setHasTried(true);
    if (mistakes.size > 0) {
      void message.warning(t('list.fix', { count: mistakes.size }));
      showFirstMistake();
    } else if (couponId === null) create.mutate({ params: { shopId }, body: bodyOf(draft) }, { onError });
    else change.mutate({ params: { shopId, couponId }, body: bodyOf(draft) }, { onError });
  };
  return { draft, set, mistakeOf, save, isSaving: create.isPending || change.isPending };
}
