import { isProblem } from '@tuanzi/client';
import { useCommand } from '@tuanzi/client/react';
import type { Picture as StoredPicture } from '@tuanzi/contract/shapes';
import { Picture } from '@tuanzi/ui/Picture.tsx';
import { ImagePlus, X } from 'lucide-react';
import { type ChangeEvent, useState } from 'react';
import { useT } from '../../messages.ts';
import { notify, notifyProblem } from '../../shell/notify.ts';
import styles from './reviews.module.css';

const picturesMax = 9;

/** Up to nine pictures, uploaded as they are chosen. */
export function PicturesInput({
  pictures,
  onChange,
}: {
  pictures: readonly StoredPicture[];
  onChange: (change: (before: readonly StoredPicture[]) => readonly StoredPicture[]) => void;
}) {
  const t = useT();
  const upload = useCommand('POST /api/me/review-pictures');
  const [isUploading, setIsUploading] = useState(false);
  const take = async (event: ChangeEvent<HTMLInputElement>) => {
    const files = [...(event.target.files ?? [])].slice(0, picturesMax - pictures.length);
    event.target.value = '';
    setIsUploading(true);
    try {
      for (const file of files) {
        const stored = await upload.mutateAsync({ file });
        onChange((before) => [...before, stored].slice(0, picturesMax));
      }
    } catch (error) {
      if (isProblem(error, 'offline')) notify(t('review.pictureLost'));
      else notifyProblem(error);
    } finally {
      setIsUploading(false);
    }
  };
  return (
    <div className={styles.pictures}>
      {pictures.map((picture) => (
        <div key={picture.id}>
          <Picture src={picture.url} colour={picture.blur} alt="" radius="s" sizes="96px" />
          <button
            type="button"
            className={styles.dropPicture}
            aria-label={t('review.removePicture')}
            onClick={() => onChange((before) => before.filter((each) => each.id !== picture.id))}
          >
            <X size={22} strokeWidth={2} aria-hidden="true" />
          </button>
        </div>
      ))}
      {pictures.length < picturesMax ? (
        <label className={styles.addPicture} aria-busy={isUploading}>
          <ImagePlus size={22} strokeWidth={1.5} aria-hidden="true" />
          <span>{isUploading ? '…' : `${t('review.addPicture')} ${pictures.length}/${picturesMax}`}</span>
          <input
            type="file"
            accept="image/*"
            multiple
            className="tz-heard"
            disabled={isUploading}
            onChange={(event) => void take(event)}
            data-testid="review-picture-input"
          />
        </label>
      ) : null}
      {isUploading ? (
        <span className="tz-heard" role="status">
          {t('review.uploading')}
        </span>
      ) : null}
    </div>
  );
}
