import { useApi, useCommand } from '@tuanzi/client/react';
import type { ShopSettings } from '@tuanzi/contract/shops';
import { Alert, App, Button, Form, Input, InputNumber, Select, Switch } from 'antd';
import { useState } from 'react';
import { ListProblem } from '../../layout/ListProblem.tsx';
import { TableSkeleton } from '../../layout/TableSkeleton.tsx';
import { fieldsOf, typedText, useChineseFirst } from '../../layout/typed-text.ts';
import { useProblems } from '../../layout/use-problems.ts';
import { useUnsavedGuard } from '../../layout/use-unsaved-guard.ts';
import { useT } from '../../messages.ts';
import { useIsAtLeast, useSession } from '../../session.tsx';
import { LogoInput } from './LogoInput.tsx';

interface Wish {
  nameZh: string;
  nameEn: string;
  introZh: string;
  introEn: string;
  logo: ShopSettings['logo'];
  seller: ShopSettings['seller'];
  paymentMinutes: number;
  commissionPercent: number;
  lowStockThreshold: number;
  guestsMayComment: boolean;
  timeZone: string;
}
const zones = Intl.supportedValuesOf('timeZone').map((value) => ({ value, label: value.replaceAll('_', ' ') }));

export function ShopSettingsForm() {
  const { shopId } = useSession();
  const settings = useApi('GET /api/console/shops/{shopId}', { params: { shopId } });
  if (settings.isError) return <ListProblem problem={settings.error} onRetry={() => void settings.refetch()} />;
  if (settings.isPending)
    return (
      <section className="cs-panel">
        <TableSkeleton rows={5} />
      </section>
    );
  return <Loaded key={shopId} settings={settings.data} />;
}

function wishOf(settings: ShopSettings): Wish {
  return {
    nameZh: settings.name.zh,
    nameEn: settings.name.en ?? '',
    ...fieldsOf('intro', settings.intro),
    logo: settings.logo,
    seller: settings.seller,
    paymentMinutes: settings.paymentMinutes,
    commissionPercent: settings.commissionBasisPoints / 100,
    lowStockThreshold: settings.lowStockThreshold,
    guestsMayComment: settings.guestsMayComment,
    timeZone: settings.timeZone,
  };
}

function Loaded({ settings }: { settings: ShopSettings }) {
  const t = useT();
  const mayChange = useIsAtLeast('admin');
  const { message } = App.useApp();
  const [form] = Form.useForm<Wish>();
  const [isChanged, setIsChanged] = useState(false);
  useUnsavedGuard(isChanged);
  const save = useCommand('PATCH /api/console/shops/{shopId}', {
    invalidates: ['GET /api/console/shops/{shopId}', 'GET /api/me', 'GET /api/console/shops/{shopId}/today'],
    onDone: () => {
      setIsChanged(false);
      void message.success(t('list.saved'));
    },
  });
  const introFirst = useChineseFirst('introEn');
  const failed = useProblems(form, {
    'name.zh': 'nameZh',
    'name.en': 'nameEn',
    'intro.zh': 'introZh',
    'intro.en': 'introEn',
    unknown_time_zone: 'timeZone',
    unknown_picture: 'logo',
    ...Object.fromEntries(Object.keys(settings.seller).map((field) => [`seller.${field}`, ['seller', field]])),
  });
  const submit = (wish: Wish) =>
    save.mutate(
      {
        params: { shopId: settings.id },
        body: {
          name: { zh: wish.nameZh.trim(), ...(wish.nameEn.trim() !== '' && { en: wish.nameEn.trim() }) },
          intro: typedText(wish.introZh, wish.introEn),
          logoId: wish.logo?.id ?? null,
          seller: wish.seller,
          timeZone: wish.timeZone,
          guestsMayComment: wish.guestsMayComment,
          paymentMinutes: wish.paymentMinutes,
          commissionBasisPoints: Math.round(wish.commissionPercent * 100),
          lowStockThreshold: wish.lowStockThreshold,
        },
      },
      { onError: failed },
    );
  const needed = [{ required: true, whitespace: true, message: t('list.missing') }];
  const seller = (field: keyof ShopSettings['seller'], max: number) => (
    <Form.Item name={['seller', field]} label={t(`settings.shop.${field}`)} rules={needed}>
      <Input maxLength={max} />
    </Form.Item>
  );
  return (
    <Form<Wish>
      form={form}
      layout="vertical"
      requiredMark={false}
      disabled={!mayChange}
      initialValues={wishOf(settings)}
      onValuesChange={() => setIsChanged(true)}
      onFinish={submit}
      scrollToFirstError
      className="se-form"
    >
      {mayChange ? null : <Alert type="info" showIcon title={t('settings.shop.readOnly')} />}
      <section className="cs-panel">
        <h2>{t('settings.shop.about')}</h2>
        <Form.Item name="logo" label={t('settings.shop.logo')}>
          <LogoInput shopId={settings.id} />
        </Form.Item>
        <div className="se-two">
          <Form.Item name="nameZh" label={t('settings.shop.name')} rules={needed}>
            <Input maxLength={120} data-testid="settings-name" />
          </Form.Item>
          <Form.Item name="nameEn" label={t('settings.shop.nameEn')}>
            <Input maxLength={200} />
          </Form.Item>
        </div>
        <div className="se-two">
          <Form.Item name="introZh" label={t('settings.shop.intro')} dependencies={['introEn']} rules={[introFirst]}>
            <Input.TextArea autoSize={{ minRows: 2, maxRows: 6 }} maxLength={500} showCount />
          </Form.Item>
          <Form.Item name="introEn" label={t('settings.shop.introEn')}>
            <Input.TextArea autoSize={{ minRows: 2, maxRows: 6 }} maxLength={500} showCount />
          </Form.Item>
        </div>
      </section>
      <section className="cs-panel">
        <h2>{t('settings.shop.seller')}</h2>
        <p className="cs-quiet se-words">{t('settings.shop.sellerWords')}</p>
        <div className="se-two">
          {seller('legalName', 80)}
          {seller('licenceNo', 40)}
          {seller('address', 120)}
          {seller('contact', 40)}
        </div>
      </section>
      <section className="cs-panel">
        <h2>{t('settings.shop.selling')}</h2>
        <div className="se-two">
          <Form.Item
            name="paymentMinutes"
            label={t('settings.shop.paymentMinutes')}
            extra={t('settings.shop.paymentMinutesHint')}
            rules={[{ required: true, message: t('list.missing') }]}
          >
            <InputNumber min={1} max={1440} precision={0} suffix={t('settings.shop.minutes')} />
          </Form.Item>
          <Form.Item
            name="commissionPercent"
            label={t('settings.shop.commission')}
            extra={t('settings.shop.commissionHint')}
            rules={[{ required: true, message: t('list.missing') }]}
          >
            <InputNumber min={0} max={50} step={0.5} suffix="%" />
          </Form.Item>
          <Form.Item
            name="lowStockThreshold"
            label={t('settings.shop.lowStock')}
            extra={t('settings.shop.lowStockHint')}
            rules={[{ required: true, message: t('list.missing') }]}
          >
            <InputNumber min={0} max={100_000} precision={0} suffix={t('settings.shop.units')} />
          </Form.Item>
          <Form.Item name="timeZone" label={t('settings.shop.zone')} extra={t('settings.shop.zoneHint')}>
            <Select showSearch options={zones} />
          </Form.Item>
          <Form.Item
            name="guestsMayComment"
            label={t('settings.shop.guests')}
            extra={t('settings.shop.guestsHint')}
            valuePropName="checked"
          >
            <Switch />
          </Form.Item>
        </div>
      </section>
      {mayChange ? (
        <div className="cs-save-bar">
          <Button type="primary" htmlType="submit" loading={save.isPending} disabled={!isChanged} data-testid="save-settings">
            {t('list.save')}
          </Button>
        </div>
      ) : null}
    </Form>
  );
}
