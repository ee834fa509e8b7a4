import { ArrowLeftOutlined, ArrowRightOutlined, DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { useClient } from '@tuanzi/client/react';
import type { Picture as StoredPicture } from '@tuanzi/contract/shapes';
import { Picture } from '@tuanzi/ui/Picture.tsx';
import { Skeleton } from '@tuanzi/ui/Skeleton.tsx';
import { App, Button, Upload } from 'antd';
import { useState } from 'react';
import { sentenceOf } from '../../client.ts';
import { useT } from '../../messages.ts';

const picturesMax = 12;
type Change = (change: (before: readonly StoredPicture[]) => readonly StoredPicture[]) => void;

function moved<T>(list: readonly T[], from: number, to: number): T[] {
  const next = [...list];
  next.splice(to, 0, ...next.splice(from, 1));
  return next;
}

/** Pictures in the order shoppers see them: dragged with a mouse, moved with the arrows on a tablet or a keyboard. */
export function PicturesEditor({ shopId, pictures, onChange }: { shopId: string; pictures: readonly StoredPicture[]; onChange: Change }) {
  const t = useT();
  const { api } = useClient();
  const { message } = App.useApp();
  const [uploading, setUploading] = useState(0);
  const [dragged, setDragged] = useState<number | null>(null);
  const send = async (file: File) => {
    setUploading((count) => count + 1);
    try {
      const picture = await api('POST /api/console/shops/{shopId}/pictures', { params: { shopId } }, { file });
      onChange((before) => (before.length < picturesMax ? [...before, picture] : before));
    } catch (error) {
      void message.error(`${file.name}：${sentenceOf(error)}`);
    } finally {
      setUploading((count) => count - 1);
    }
  };
  const move = (from: number, to: number) => onChange((before) => moved(before, from, to));
  return (
    <section className="cs-panel">
      <h2>{t('products.edit.pictures')}</h2>
      <p className="cs-quiet pr-words">{t('products.edit.picturesWords')}</p>
      <ul className="pr-pictures">
        {pictures.map((picture, index) => (
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- dragging is the quick way; the arrows in the row do the same
          <li
            key={picture.id}
            className="pr-picture"
            draggable
            data-dragged={dragged === index || undefined}
            data-testid="product-picture"
            onDragStart={(event) => {
              event.dataTransfer.effectAllowed = 'move';
              setDragged(index);
            }}
            onDragEnd={() => setDragged(null)}
            onDragOver={(event) => event.preventDefault()}
            onDragEnter={() => {
              if (dragged !== null && dragged !== index) {
                move(dragged, index);
                setDragged(index);
              }
            }}
            onDrop={(event) => event.preventDefault()}
          >
            <Picture src={picture.url} alt="" colour={picture.blur} radius="m" />
            {index === 0 ? (
              <span className="tz-chip pr-main" data-tone="video">
                {t('products.edit.mainPicture')}
              </span>
            ) : null}
            <span className="pr-picture-actions">
              <Button
                size="small"
                type="text"
                icon={<ArrowLeftOutlined />}
                aria-label={t('products.edit.earlier')}
                disabled={index === 0}
                onClick={() => move(index, index - 1)}
              />
              <Button
                size="small"
                type="text"
                icon={<ArrowRightOutlined />}
                aria-label={t('products.edit.later')}
                disabled={index === pictures.length - 1}
                onClick={() => move(index, index + 1)}
              />
              <Button
                size="small"
                type="text"
                icon={<DeleteOutlined />}
                aria-label={t('products.edit.remove')}
                onClick={() => onChange((before) => before.filter((each) => each.id !== picture.id))}
              />
            </span>
          </li>
        ))}
        {Array.from({ length: uploading }, (_, index) => (
          <li key={`up${index}`} className="pr-picture" aria-label={t('products.edit.uploading')}>
            <Skeleton ratio={1} />
          </li>
        ))}
        {pictures.length + uploading < picturesMax ? (
          <li>
            <Upload.Dragger
              className="pr-drop"
              accept="image/*"
              multiple
              showUploadList={false}
              beforeUpload={(file) => {
                void send(file);
                return Upload.LIST_IGNORE;
              }}
            >
              <PlusOutlined />
              <span>{t('products.edit.addPicture')}</span>
              <span className="cs-quiet cs-small">{t('products.edit.dropHere')}</span>
            </Upload.Dragger>
          </li>
        ) : null}
      </ul>
    </section>
  );
}
