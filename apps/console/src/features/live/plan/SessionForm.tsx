import type { ProductCard } from '@tuanzi/contract/catalog';
import type { SessionView } from '@tuanzi/contract/live';
import type { Picture } from '@tuanzi/contract/shapes';
import { useApi, useCommand } from '@tuanzi/client/react';
import { ZoneContext } from '@tuanzi/ui/time.ts';
import { App, Button, DatePicker, Form, Input, Select } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useContext, useState } from 'react';
import { useNavigate } from 'react-router';
import { fromWall, toWall } from '../../../layout/zone-time.ts';
import { fieldsOf, typedText, useChineseFirst } from '../../../layout/typed-text.ts';
import { useProblems } from '../../../layout/use-problems.ts';
import { useGoOnceSaved, useUnsavedGuard } from '../../../layout/use-unsaved-guard.ts';
import { useText } from '../../../layout/use-text.ts';
import { useT } from '../../../messages.ts';
import { useSession } from '../../../session.tsx';
import { CancelSession } from './CancelSession.tsx';
import { CoverInput } from './CoverInput.tsx';
import { PlanPreview } from './PlanPreview.tsx';
import { ShelfEditor } from './ShelfEditor.tsx';

interface Fields {
  titleZh: string;
  titleEn?: string;
  introZh?: string;
  introEn?: string;
  startsAt: Dayjs;
  hostId: string;
  communityId?: string;
}

/** Going live right now is planned a moment ago by the time it is sent. */
const graceMs = 15 * 60_000;

/** When, who, what: one page to plan a session or change it. */
export function SessionForm({ session }: { session: SessionView | null }) {
  const t = useT();
  const go = useNavigate();
  const { message } = App.useApp();
  const { shopId, me } = useSession();
  const zone = useContext(ZoneContext);
  const [form] = Form.useForm<Fields>();
  const [cover, setCover] = useState<Picture | null>(session?.cover ?? null);
  const [shelf, setShelf] = useState<readonly ProductCard[]>(session?.shelf ?? []);
  const [isChanged, setIsChanged] = useState(false);
  const [isSaved, setIsSaved] = useState(false);
  useUnsavedGuard(isChanged && !isSaved);
  useGoOnceSaved(isSaved ? '/live' : null);
  const failed = useProblems(form, {
    host_not_staff: 'hostId',
    'title.zh': 'titleZh',
    'title.en': 'titleEn',
    'intro.zh': 'introZh',
    'intro.en': 'introEn',
  });
  const introFirst = useChineseFirst('introEn');
  const invalidates = ['GET /api/console/shops/{shopId}/sessions', 'GET /api/sessions/{sessionId}', 'GET /api/studio/{sessionId}'] as const;
  const create = useCommand('POST /api/console/shops/{shopId}/sessions', { invalidates });
  const change = useCommand('PUT /api/console/shops/{shopId}/sessions/{sessionId}', { invalidates });
  const initial: Partial<Fields> =
    session === null
      ? { hostId: me.id, startsAt: toWall(new Date(Math.ceil((Date.now() + 3_600_000) / 1_800_000) * 1_800_000).toISOString(), zone) }
      : {
          titleZh: session.title.zh,
          titleEn: session.title.en ?? '',
          ...fieldsOf('intro', session.intro),
          hostId: session.host.id,
          startsAt: toWall(session.startsAt, zone),
          ...(session.communityId !== null && { communityId: session.communityId }),
        };
  const changed = (change: () => void) => {
    setIsChanged(true);
    change();
  };
  const save = async (fields: Fields) => {
    const titleEn = fields.titleEn?.trim() ?? '';
    const body = {
      title: { zh: fields.titleZh.trim(), ...(titleEn !== '' && { en: titleEn }) },
      intro: typedText(fields.introZh, fields.introEn),
      coverId: cover?.id ?? null,
      hostId: fields.hostId,
      startsAt: fromWall(fields.startsAt, zone),
      productIds: shelf.map((product) => product.id),
      communityId: fields.communityId ?? null,
    };
    try {
      if (session === null) await create.mutateAsync({ params: { shopId }, body });
      else await change.mutateAsync({ params: { shopId, sessionId: session.id }, body });
      void message.success(t(session === null ? 'live.plan.created' : 'live.plan.saved'));
      setIsSaved(true);
    } catch (error) {
      failed(error);
    }
  };
  return (
    <Form
      form={form}
      layout="vertical"
      requiredMark={false}
      initialValues={initial}
      onValuesChange={() => setIsChanged(true)}
      onFinish={(fields) => void save(fields)}
      scrollToFirstError
      className="lv-form"
    >
      <div>
        <section className="cs-panel">
          <div className="lv-two">
            <Form.Item
              name="titleZh"
              label={t('live.plan.titleZh')}
              rules={[{ required: true, whitespace: true, message: t('live.plan.titleMissing') }]}
            >
              <Input maxLength={120} placeholder={t('live.plan.titleZhHint')} data-testid="session-title" />
            </Form.Item>
            <Form.Item name="titleEn" label={t('live.plan.titleEn')}>
              <Input maxLength={200} />
            </Form.Item>
            <Form.Item
              name="startsAt"
              label={t('live.plan.startsAt')}
              extra={t('live.plan.zone', { zone })}
              rules={[
                { required: true, message: t('live.plan.startsAtMissing') },
                {
                  // The time it was planned for may have passed by now; another one must still be to come.
                  validator: (_, value: Dayjs | null) =>
                    !value || fromWall(value, zone) === session?.startsAt || Date.parse(fromWall(value, zone)) > Date.now() - graceMs
                      ? Promise.resolve()
                      : Promise.reject(new Error(t('live.plan.startsAtPast'))),
                },
              ]}
            >
              <DatePicker
                showTime={{ format: 'HH:mm', minuteStep: 5 }}
                format="YYYY-MM-DD HH:mm"
                disabledDate={(day) => day.isBefore(dayjs().subtract(1, 'day'))}
                className="lv-wide"
                // Enter takes the typed time; it does not send the form.
                onKeyDown={(event) => {
                  if (event.key === 'Enter') event.preventDefault();
                }}
                data-testid="session-starts"
              />
            </Form.Item>
            <Form.Item
              name="hostId"
              label={t('live.plan.host')}
              extra={t('live.plan.hostWords')}
              rules={[{ required: true, message: t('live.plan.hostMissing') }]}
            >
              <HostSelect shopId={shopId} />
            </Form.Item>
          </div>
          <div className="lv-two">
            <Form.Item name="introZh" label={t('live.plan.intro')} dependencies={['introEn']} rules={[introFirst]}>
              <Input.TextArea maxLength={500} showCount autoSize={{ minRows: 2, maxRows: 6 }} placeholder={t('live.plan.introHint')} />
            </Form.Item>
            <Form.Item name="introEn" label={t('live.plan.introEn')}>
              <Input.TextArea maxLength={500} showCount autoSize={{ minRows: 2, maxRows: 6 }} />
            </Form.Item>
          </div>
          <div className="lv-two">
            <Form.Item name="communityId" label={t('live.plan.community')}>
              <CommunitySelect shopId={shopId} />
            </Form.Item>
            <Form.Item label={t('live.plan.cover')}>
              <CoverInput shopId={shopId} value={cover} onChange={(next) => changed(() => setCover(next))} />
            </Form.Item>
          </div>
        </section>
        <section className="cs-panel">
          <h2>{t('live.plan.shelf')}</h2>
          <ShelfEditor shopId={shopId} value={shelf} onChange={(change) => changed(() => setShelf(change))} />
        </section>
        <div className="lv-foot">
          <Button type="primary" size="large" htmlType="submit" loading={create.isPending || change.isPending} data-testid="session-save">
            {t(session === null ? 'live.plan.create' : 'live.plan.save')}
          </Button>
          <Button size="large" type="text" onClick={() => void go('/live')}>
            {t('live.plan.back')}
          </Button>
          {session?.state === 'scheduled' ? <CancelSession shopId={shopId} sessionId={session.id} /> : null}
        </div>
      </div>
      <PlanPreview form={form} cover={cover} count={shelf.length} />
    </Form>
  );
}

interface SelectProps {
  readonly shopId: string;
  readonly value?: string;
  readonly onChange?: (value: string | null | undefined) => void;
  readonly id?: string;
}

function HostSelect({ shopId, ...field }: SelectProps) {
  const staff = useApi('GET /api/console/shops/{shopId}/staff', { params: { shopId } }, { staleMs: 60_000 });
  return (
    <Select
      {...field}
      // Without its name a choice would be shown as an id.
      {...(staff.isPending && { value: null })}
      showSearch={{ optionFilterProp: 'label' }}
      loading={staff.isPending}
      options={staff.data?.items.map(({ person }) => ({ value: person.id, label: person.nickname })) ?? []}
      data-testid="session-host"
    />
  );
}

function CommunitySelect({ shopId, ...field }: SelectProps) {
  const t = useT();
  const text = useText();
  const communities = useApi(
    'GET /api/console/shops/{shopId}/communities',
    { params: { shopId }, query: { limit: 100 } },
    { staleMs: 60_000 },
  );
  return (
    <Select
      {...field}
      {...(communities.isPending && { value: null })}
      allowClear
      placeholder={t('live.plan.communityNone')}
      loading={communities.isPending}
      options={communities.data?.items.map((community) => ({ value: community.id, label: text(community.name) })) ?? []}
    />
  );
}
