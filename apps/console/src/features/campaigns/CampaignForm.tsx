import { useCommand } from '@tuanzi/client/react';
import { Alert, App, Button, Form, Input, InputNumber } from 'antd';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { sentenceOf } from '../../client.ts';
import { Page } from '../../layout/Page.tsx';
import { PhonePreview } from '../../layout/PhonePreview.tsx';
import { showFirstMistake } from '../../layout/use-problems.ts';
import { useGoOnceSaved, useUnsavedGuard } from '../../layout/use-unsaved-guard.ts';
import { useT } from '../../messages.ts';
import { useSession } from '../../session.tsx';
import { bodyOf, mistakesOf, pricesOf, type CampaignDraft, type Field } from './campaign-draft.ts';
import { CampaignPrices } from './CampaignPrices.tsx';
import { CampaignPreview } from './CampaignPreview.tsx';
import { CampaignTime } from './CampaignTime.tsx';
import { ProductPicker } from './ProductPicker.tsx';
import './campaigns.css';

/** Plan or change a group buy, seeing it as shoppers will. Mistakes are named where they are mended, from the first try to save on. */
export function CampaignForm({ start, campaignId, isLocked }: { start: CampaignDraft; campaignId: string | null; isLocked: boolean }) {
  const t = useT();
  const go = useNavigate();
  const { shopId } = useSession();
  const { message } = App.useApp();
  const [draft, setDraft] = useState(start);
  const [hasTried, setHasTried] = useState(false);
  const [savedId, setSavedId] = useState<string | null>(null);
  useUnsavedGuard(draft !== start && savedId === null);
  const after = ['GET /api/console/shops/{shopId}/group-buys', 'GET /api/console/shops/{shopId}/group-buys/{campaignId}'] as const;
  const done = ({ id }: { id: string }) => {
    setSavedId(id);
    void message.success(t('campaigns.saved'));
  };
  const create = useCommand('POST /api/console/shops/{shopId}/group-buys', { invalidates: after, onDone: done });
  const change = useCommand('PUT /api/console/shops/{shopId}/group-buys/{campaignId}', { invalidates: after, onDone: done });
  useGoOnceSaved(savedId === null ? null : `/campaigns/${savedId}`);
  const mistakes = mistakesOf(draft, Date.now());
  const mistakeOf = (field: Field) => {
    const mistake = mistakes.get(field);
    if (mistake === undefined || (!hasTried && field !== 'prices')) return {};
    return { validateStatus: 'error' as const, help: mistake === 'missing' ? t('list.missing') : t(`campaigns.form.${mistake}`) };
  };
  const set = (changes: Partial<CampaignDraft>) => setDraft((before) => ({ ...before, ...changes }));
  const save = () => {
    setHasTried(true);
    if (mistakes.size > 0) {
      void message.warning(t('list.fix', { count: mistakes.size }));
      showFirstMistake();
      return;
    }
    const failed = (error: unknown) => void message.error(sentenceOf(error));
    if (campaignId === null) create.mutate({ params: { shopId }, body: bodyOf(draft) }, { onError: failed });
    else change.mutate({ params: { shopId, campaignId }, body: bodyOf(draft) }, { onError: failed });
  };
  const stock = draft.prices.reduce((sum, price) => sum + (price.isIncluded ? price.stock : 0), 0);
  const isOver = draft.product !== null && draft.quota !== null && draft.quota > stock;
  return (
    <Page
      title={campaignId === null ? t('campaigns.form.newTitle') : t('campaigns.form.editTitle')}
      actions={
        <>
          <Button onClick={() => void go(-1)}>{t('list.cancel')}</Button>
          <Button type="primary" loading={create.isPending || change.isPending} onClick={save} data-testid="save-campaign">
            {campaignId === null ? t('campaigns.form.create') : t('campaigns.form.save')}
          </Button>
        </>
      }
    >
      <div className="cs-edit">
        <Form layout="vertical" component="div" className="cs-stack">
          {isLocked ? <Alert type="info" showIcon title={t('campaigns.form.locked')} /> : null}
          <section className="cs-panel">
            <Form.Item label={t('campaigns.form.product')} {...mistakeOf('product')}>
              <ProductPicker
                shopId={shopId}
                product={draft.product}
                isDisabled={isLocked || campaignId !== null}
                onPick={(product) => set({ product, prices: pricesOf(product, null) })}
              />
            </Form.Item>
            <div className="cp-columns-form">
              <Form.Item label={t('campaigns.form.title')} {...mistakeOf('title')}>
                <Input
                  value={draft.titleZh}
                  maxLength={120}
                  disabled={isLocked}
                  placeholder={t('campaigns.form.titleHint')}
                  onChange={(event) => set({ titleZh: event.target.value })}
                  data-testid="campaign-title"
                />
              </Form.Item>
              <Form.Item label={t('campaigns.form.titleEn')}>
                <Input
                  value={draft.titleEn}
                  maxLength={200}
                  disabled={isLocked}
                  onChange={(event) => set({ titleEn: event.target.value })}
                />
              </Form.Item>
              <Form.Item label={t('campaigns.form.teamSize')} {...mistakeOf('teamSize')}>
                <InputNumber
                  min={2}
                  max={50}
                  precision={0}
                  value={draft.teamSize}
                  disabled={isLocked}
                  suffix={t('campaigns.form.people')}
                  onChange={(teamSize) => set({ teamSize })}
                  data-testid="team-size"
                />
              </Form.Item>
              <Form.Item label={t('campaigns.form.teamMinutes')} {...mistakeOf('teamHours')}>
                <InputNumber
                  min={0.25}
                  max={168}
                  step={1}
                  value={draft.teamHours}
                  disabled={isLocked}
                  suffix={t('campaigns.form.h')}
                  onChange={(teamHours) => set({ teamHours })}
                />
              </Form.Item>
            </div>
            <CampaignTime draft={draft} isLocked={isLocked} onChange={set} mistake={mistakeOf('time')} />
          </section>
          <CampaignPrices
            prices={draft.prices}
            isLocked={isLocked}
            isWrong={mistakes.has('prices')}
            wrong={mistakeOf('prices').help}
            onChange={(prices) => set({ prices })}
          />
          <section className="cs-panel">
            <div className="cp-columns-form">
              <Form.Item
                label={t('campaigns.form.quota')}
                extra={
                  isOver ? (
                    <span className="cp-price-words" data-deep>
                      {t('campaigns.form.quotaOver', { count: stock })}
                    </span>
                  ) : draft.product === null ? (
                    t('campaigns.form.quotaHint')
                  ) : (
                    `${t('campaigns.form.stock', { count: stock })}。${t('campaigns.form.quotaHint')}`
                  )
                }
                {...mistakeOf('quota')}
              >
                <InputNumber
                  min={1}
                  max={1_000_000}
                  precision={0}
                  value={draft.quota}
                  suffix={t('campaigns.form.units')}
                  onChange={(quota) => set({ quota })}
                  data-testid="quota"
                />
              </Form.Item>
              <Form.Item label={t('campaigns.form.perBuyer')} {...mistakeOf('perBuyerMax')}>
                <InputNumber
                  min={1}
                  max={999}
                  precision={0}
                  value={draft.perBuyerMax}
                  disabled={isLocked}
                  suffix={t('campaigns.form.units')}
                  onChange={(perBuyerMax) => set({ perBuyerMax })}
                />
              </Form.Item>
            </div>
          </section>
        </Form>
        <PhonePreview foot={<span className="cp-button">{t('campaigns.preview.open')}</span>}>
          <CampaignPreview draft={draft} />
        </PhonePreview>
      </div>
    </Page>
  );
}
