import { useCommand } from '@tuanzi/client/react';
import type { Picture } from '@tuanzi/contract/shapes';
import { Logo } from '@tuanzi/ui/Logo.tsx';
import { App, Button, Upload } from 'antd';
import { Thumb } from '../../layout/Thumb.tsx';
import { sentenceOf } from '../../client.ts';
import { useT } from '../../messages.ts';

export function LogoInput({
  shopId,
  value = null,
  onChange,
}: {
  shopId: string;
  value?: Picture | null;
  onChange?: (picture: Picture | null) => void;
}) {
  const t = useT();
  const { message } = App.useApp();
  const upload = useCommand('POST /api/console/shops/{shopId}/pictures', { onDone: (picture) => onChange?.(picture) });
  const send = (file: File) => {
    upload.mutate({ params: { shopId }, file }, { onError: (error) => void message.error(sentenceOf(error)) });
    return Upload.LIST_IGNORE;
  };
  return (
    <div className="cs-with-thumb">
      {value === null ? (
        <span className="se-logo">
          <Logo />
        </span>
      ) : (
        <Thumb picture={value} sizePx={64} />
      )}
      <Upload accept="image/*" showUploadList={false} beforeUpload={send}>
        <Button loading={upload.isPending}>{t('settings.shop.changeLogo')}</Button>
      </Upload>
      {value === null ? null : (
        <Button type="text" onClick={() => onChange?.(null)}>
          {t('settings.shop.noLogo')}
        </Button>
      )}
    </div>
  );
}
