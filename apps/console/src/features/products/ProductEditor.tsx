import { isProblem, type ApiProblem } from '@tuanzi/client';
import { useCommand } from '@tuanzi/client/react';
import type { ProductView } from '@tuanzi/contract/catalog';
import { App, Button, Form, Radio } from 'antd';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { sentenceOf } from '../../client.ts';
import { Page } from '../../layout/Page.tsx';
import { PhonePreview } from '../../layout/PhonePreview.tsx';
import { useText } from '../../layout/use-text.ts';
import { showFirstMistake } from '../../layout/use-problems.ts';
import { useGoOnceSaved, useUnsavedGuard } from '../../layout/use-unsaved-guard.ts';
import { useT } from '../../messages.ts';
import { useIsAtLeast, useSession } from '../../session.tsx';
import { bodyOf, draftOf, mistakesOf, type ProductDraft } from './product-draft.ts';
import { OptionsEditor } from './OptionsEditor.tsx';
import { PicturesEditor } from './PicturesEditor.tsx';
import { ProductPreview } from './ProductPreview.tsx';
import { SkuMatrix } from './SkuMatrix.tsx';
import { WordsEditor } from './WordsEditor.tsx';
import './products.css';

const statuses = ['draft', 'on_sale', 'archived'] as const;

/** Codes another product of the shop has; the server names them. */
function codesOf(problem: ApiProblem): readonly string[] {
  const codes = problem.detail['codes'];
  return Array.isArray(codes) ? codes.map(String) : [];
}

/** A product while it is written: kept as one draft, checked before it is sent, seen on a phone beside. */
export function ProductEditor({ start, productId }: { start: ProductDraft; productId: string | null }) {
  const t = useT();
  const text = useText();
  const go = useNavigate();
  const { shopId } = useSession();
  const mayChange = useIsAtLeast('operator');
  const { message } = App.useApp();
  const [saved, setSaved] = useState(start);
  const [draft, setDraft] = useState(start);
  const [hasTried, setHasTried] = useState(false);
  const [takenCodes, setTakenCodes] = useState<readonly string[]>([]);
  const [madeId, setMadeId] = useState<string | null>(null);
  useUnsavedGuard(draft !== saved && madeId === null);
  const after = [
    'GET /api/console/shops/{shopId}/products',
    'GET /api/console/shops/{shopId}/products/{productId}',
    'GET /api/console/shops/{shopId}/today',
  ] as const;
  const done = (product: ProductView) => {
    void message.success(t('products.edit.saved'));
    setHasTried(false);
    const now = draftOf(product);
    setSaved(now);
    setDraft(now);
    if (productId === null) setMadeId(product.id);
  };
  const create = useCommand('POST /api/console/shops/{shopId}/products', { invalidates: after, onDone: done });
  const change = useCommand('PUT /api/console/shops/{shopId}/products/{productId}', { invalidates: after, onDone: done });
  useGoOnceSaved(madeId === null ? null : `/products/${madeId}`);
  const mistakes = mistakesOf(draft);
  const set = (changes: Partial<ProductDraft>) => setDraft((before) => ({ ...before, ...changes }));
  const save = (status: ProductView['status']) => {
    setHasTried(true);
    if (mistakes.size > 0) {
      void message.warning(t('list.fix', { count: mistakes.size }));
      showFirstMistake();
      return;
    }
    const failed = (error: unknown) => {
      void message.error(sentenceOf(error));
      if (!isProblem(error, 'sku_code_taken')) return;
      setTakenCodes(codesOf(error));
      showFirstMistake();
    };
    const body = bodyOf(draft, status);
    if (productId === null) create.mutate({ params: { shopId }, body }, { onError: failed });
    else change.mutate({ params: { shopId, productId }, body }, { onError: failed });
  };
  const isSaving = create.isPending || change.isPending;
  const title =
    productId === null ? t('products.edit.newTitle') : text({ zh: saved.title.zh, en: saved.title.en === '' ? undefined : saved.title.en });
  return (
    <Page
      title={title}
      actions={
        mayChange ? (
          <>
            <Button onClick={() => void go('/products')}>{t('list.back')}</Button>
            {draft.status === 'draft' ? (
              <Button loading={isSaving} onClick={() => save('on_sale')} data-testid="save-on-sale">
                {t('products.edit.saveOnSale')}
              </Button>
            ) : null}
            <Button
              type="primary"
              loading={isSaving}
              disabled={draft === saved}
              onClick={() => save(draft.status)}
              data-testid="save-product"
            >
              {t('products.edit.save')}
            </Button>
          </>
        ) : undefined
      }
    >
      <div className="cs-edit">
        <Form layout="vertical" component="div" disabled={!mayChange} className="cs-stack">
          <PicturesEditor
            shopId={shopId}
            pictures={draft.pictures}
            onChange={(change) => setDraft((before) => ({ ...before, pictures: change(before.pictures) }))}
          />
          <WordsEditor draft={draft} isTitleMissing={hasTried && mistakes.has('title')} onChange={set} />
          <OptionsEditor
            draft={draft}
            isWrong={hasTried && mistakes.has('options')}
            isTooMany={mistakes.has('optionsMany')}
            onChange={setDraft}
          />
          <SkuMatrix
            draft={draft}
            productId={productId}
            hasTried={hasTried}
            takenCodes={takenCodes}
            isBasisMissing={mistakes.has('compareBasis')}
            onChange={set}
          />
          <section className="cs-panel">
            <h2>{t('products.edit.state')}</h2>
            <Radio.Group
              className="pr-states"
              value={draft.status}
              onChange={(event: { target: { value?: ProductView['status'] } }) => set({ status: event.target.value ?? 'draft' })}
              options={statuses.map((value) => ({
                value,
                label: (
                  <span className="pr-state-choice">
                    <strong>{t(`products.states.${value}`)}</strong>
                    <span className="cs-quiet cs-small">{t(`products.edit.stateWords.${value}`)}</span>
                  </span>
                ),
              }))}
            />
          </section>
        </Form>
        <PhonePreview
          foot={
            <div className="pr-foot">
              <span className="cp-button">{t('products.preview.buy')}</span>
            </div>
          }
        >
          <ProductPreview draft={draft} />
        </PhonePreview>
      </div>
    </Page>
  );
}
