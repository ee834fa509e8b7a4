import type { CommunityView } from '@tuanzi/contract/communities';
import type { Picture } from '@tuanzi/contract/shapes';
import { useApi, useCommand } from '@tuanzi/client/react';
import { App, Form, Input, InputNumber, Modal, Select, type ButtonProps } from 'antd';
import { useState } from 'react';
import { fieldsOf, typedText, useChineseFirst } from '../../layout/typed-text.ts';
import { useProblems } from '../../layout/use-problems.ts';
import { useT } from '../../messages.ts';
import { useSession } from '../../session.tsx';
import { CoverInput } from '../live/plan/CoverInput.tsx';

interface Fields {
  nameZh: string;
  nameEn?: string;
  introZh?: string;
  introEn?: string;
  rulesZh?: string;
  rulesEn?: string;
  leaderId: string;
  capacity: number;
}
interface DialogProps {
  readonly shopId: string;
  readonly edited: CommunityView | 'new' | null;
  readonly onClose: () => void;
}

export function CommunityDialog({ shopId, edited, onClose }: DialogProps) {
  const t = useT();
  const [form] = Form.useForm<Fields>();
  const [isSaving, setIsSaving] = useState(false);
  return (
    <Modal
      title={t(edited === 'new' ? 'communities.form.newTitle' : 'communities.form.editTitle')}
      open={edited !== null}
      onCancel={onClose}
      onOk={() => form.submit()}
      okText={t(edited === 'new' ? 'communities.form.create' : 'communities.form.save')}
      confirmLoading={isSaving}
      destroyOnHidden
      okButtonProps={{ 'data-testid': 'community-save' } as ButtonProps}
    >
      {edited === null ? null : (
        <CommunityForm
          key={edited === 'new' ? 'new' : edited.id}
          shopId={shopId}
          community={edited === 'new' ? null : edited}
          form={form}
          onSaving={setIsSaving}
          onDone={onClose}
        />
      )}
    </Modal>
  );
}

interface FormProps {
  readonly shopId: string;
  readonly community: CommunityView | null;
  readonly form: ReturnType<typeof Form.useForm<Fields>>[0];
  readonly onSaving: (isSaving: boolean) => void;
  readonly onDone: () => void;
}

function CommunityForm({ shopId, community, form, onSaving, onDone }: FormProps) {
  const t = useT();
  const { message } = App.useApp();
  const { me } = useSession();
  const [cover, setCover] = useState<Picture | null>(community?.cover ?? null);
  const staff = useApi('GET /api/console/shops/{shopId}/staff', { params: { shopId } }, { staleMs: 60_000 });
  const invalidates = ['GET /api/console/shops/{shopId}/communities', 'GET /api/communities/{communityId}'] as const;
  const create = useCommand('POST /api/console/shops/{shopId}/communities', { invalidates });
  const change = useCommand('PUT /api/console/shops/{shopId}/communities/{communityId}', { invalidates });
  const introFirst = useChineseFirst('introEn');
  const rulesFirst = useChineseFirst('rulesEn');
  const failed = useProblems(form, {
    no_such_person: 'leaderId',
    community_full: 'capacity',
    'name.zh': 'nameZh',
    'name.en': 'nameEn',
    'intro.zh': 'introZh',
    'intro.en': 'introEn',
    'rules.zh': 'rulesZh',
    'rules.en': 'rulesEn',
    capacity: 'capacity',
  });
  const people = (staff.data?.items ?? []).map(({ person }) => ({ value: person.id, label: person.nickname }));
  const options =
    community === null || people.some(({ value }) => value === community.leader.id)
      ? people
      : [...people, { value: community.leader.id, label: community.leader.nickname }];
  const save = async ({ nameZh, nameEn = '', leaderId, capacity, ...texts }: Fields) => {
    const body = {
      name: { zh: nameZh.trim(), ...(nameEn.trim() !== '' && { en: nameEn.trim() }) },
      intro: typedText(texts.introZh, texts.introEn),
      rules: typedText(texts.rulesZh, texts.rulesEn),
      coverId: cover?.id ?? null,
      leaderId,
      capacity,
    };
    onSaving(true);
    try {
      if (community === null) await create.mutateAsync({ params: { shopId }, body });
      else await change.mutateAsync({ params: { shopId, communityId: community.id }, body });
      void message.success(t(community === null ? 'communities.form.created' : 'communities.form.saved'));
      onDone();
    } catch (error) {
      failed(error);
    } finally {
      onSaving(false);
    }
  };
  const initial: Partial<Fields> =
    community === null
      ? { leaderId: me.id, capacity: 500 }
      : {
          nameZh: community.name.zh,
          nameEn: community.name.en ?? '',
          ...fieldsOf('intro', community.intro),
          ...fieldsOf('rules', community.rules),
          leaderId: community.leader.id,
          capacity: community.capacity,
        };
  return (
    <Form form={form} layout="vertical" requiredMark={false} initialValues={initial} onFinish={(fields) => void save(fields)}>
      <Form.Item
        name="nameZh"
        label={t('communities.form.nameZh')}
        rules={[{ required: true, whitespace: true, message: t('communities.form.nameMissing') }]}
      >
        <Input maxLength={120} data-testid="community-name" />
      </Form.Item>
      <Form.Item name="nameEn" label={t('communities.form.nameEn')}>
        <Input maxLength={200} />
      </Form.Item>
      <Form.Item name="introZh" label={t('communities.form.intro')} dependencies={['introEn']} rules={[introFirst]}>
        <Input.TextArea
          maxLength={500}
          autoSize={{ minRows: 2, maxRows: 5 }}
          placeholder={t('communities.form.introHint')}
          data-testid="community-intro"
        />
      </Form.Item>
      <Form.Item name="introEn" label={t('communities.form.introEn')}>
        <Input.TextArea maxLength={500} autoSize={{ minRows: 2, maxRows: 5 }} data-testid="community-intro-en" />
      </Form.Item>
      <Form.Item name="rulesZh" label={t('communities.form.rules')} dependencies={['rulesEn']} rules={[rulesFirst]}>
        <Input.TextArea maxLength={2000} autoSize={{ minRows: 2, maxRows: 8 }} placeholder={t('communities.form.rulesHint')} />
      </Form.Item>
      <Form.Item name="rulesEn" label={t('communities.form.rulesEn')}>
        <Input.TextArea maxLength={2000} autoSize={{ minRows: 2, maxRows: 8 }} />
      </Form.Item>
      <Form.Item
        name="leaderId"
        label={t('communities.form.leader')}
        extra={t('communities.form.leaderWords')}
        rules={[{ required: true, message: t('communities.form.leaderMissing') }]}
      >
        <LeaderSelect isPending={staff.isPending} options={options} />
      </Form.Item>
      <Form.Item
        name="capacity"
        label={t('communities.form.capacity')}
        rules={[{ required: true, type: 'integer', min: 2, max: 100_000, message: t('communities.form.capacityMissing') }]}
      >
        <InputNumber min={2} max={100_000} precision={0} />
      </Form.Item>
      <Form.Item label={t('communities.form.cover')}>
        <CoverInput shopId={shopId} value={cover} onChange={setCover} ratio={1} />
      </Form.Item>
    </Form>
  );
}

interface LeaderProps {
  readonly isPending: boolean;
  readonly options: { value: string; label: string }[];
  readonly value?: string;
  readonly onChange?: (value: string | null) => void;
  readonly id?: string;
}

/** Without their name a leader would be shown as an id. */
function LeaderSelect({ isPending, ...field }: LeaderProps) {
  return <Select {...field} loading={isPending} {...(isPending && { value: null })} />;
}
