import { PictureOutlined } from '@ant-design/icons';
import type { Picture as StoredPicture } from '@tuanzi/contract/shapes';
import { useCommand } from '@tuanzi/client/react';
import { Picture } from '@tuanzi/ui/Picture.tsx';
import { App, Button, Upload } from 'antd';
import { sentenceOf } from '../../../client.ts';
import { useT } from '../../../messages.ts';

/** A cover is stored as soon as it is chosen; saving the form uses it. */
export function CoverInput({
  shopId,
  value,
  onChange,
  ratio = 3 / 4,
}: {
  shopId: string;
  value: StoredPicture | null;
  onChange: (picture: StoredPicture | null) => void;
  ratio?: number;
}) {
  const t = useT();
  const { message } = App.useApp();
  const upload = useCommand('POST /api/console/shops/{shopId}/pictures', { onDone: onChange });
  const send = (file: File) => {
    upload.mutate({ params: { shopId }, file }, { onError: (error) => void message.error(sentenceOf(error)) });
    // The file goes by our own call, not by the component's.
    return Upload.LIST_IGNORE;
  };
  return (
    <div className="lv-upload">
      <div className="lv-upload-cover">
        <Picture src={value?.url} alt="" ratio={ratio} colour={value?.blur} radius="m" />
      </div>
      <div>
        <Upload accept="image/*" showUploadList={false} beforeUpload={send}>
          <Button icon={<PictureOutlined />} loading={upload.isPending} data-testid="cover-upload">
            {t(value === null ? 'live.plan.coverAdd' : 'live.plan.coverChange')}
          </Button>
        </Upload>
        {value === null ? (
          <p className="cs-quiet">{t('live.plan.coverWords')}</p>
        ) : (
          <Button type="text" onClick={() => onChange(null)}>
            {t('live.plan.coverRemove')}
          </Button>
        )}
      </div>
    </div>
  );
}
