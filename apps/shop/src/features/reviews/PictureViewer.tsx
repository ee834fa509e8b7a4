import type { Picture as StoredPicture } from '@tuanzi/contract/shapes';
import { ChevronLeft, ChevronRight, X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useT } from '../../messages.ts';
import styles from './reviews.module.css';

/** Pictures on all of the screen: swiped, or turned by arrows; closed by Escape, its button or a tap beside them. */
export function PictureViewer({ pictures, first, onClose }: { pictures: readonly StoredPicture[]; first: number; onClose: () => void }) {
  const t = useT();
  const dialog = useRef<HTMLDialogElement>(null);
  const slides = useRef<HTMLDivElement>(null);
  const [shown, setShown] = useState(first);
  useEffect(() => {
    dialog.current?.showModal();
    slides.current?.children[first]?.scrollIntoView({ behavior: 'instant', inline: 'center', block: 'nearest' });
  }, [first]);
  const turn = (by: number) =>
    slides.current?.children[shown + by]?.scrollIntoView({ behavior: 'smooth', inline: 'center', block: 'nearest' });
  return (
    <dialog
      ref={dialog}
      className={styles.viewer}
      onClose={onClose}
      onKeyDown={(event) => {
        if (event.key === 'ArrowLeft') turn(-1);
        if (event.key === 'ArrowRight') turn(1);
      }}
      aria-label={t('review.picture', { index: shown + 1, count: pictures.length })}
      data-testid="picture-viewer"
    >
      <div
        ref={slides}
        className={styles.viewerSlides}
        onScroll={({ currentTarget }) => setShown(Math.round(currentTarget.scrollLeft / currentTarget.clientWidth))}
      >
        {pictures.map((picture, index) => (
          <button key={picture.id} type="button" onClick={onClose} aria-label={t('common.close')}>
            <img src={picture.url} alt={t('review.picture', { index: index + 1, count: pictures.length })} />
          </button>
        ))}
      </div>
      <span className={styles.viewerCount} aria-hidden="true">
        {shown + 1} / {pictures.length}
      </span>
      <button type="button" className={styles.viewerClose} onClick={onClose} aria-label={t('common.close')} data-testid="viewer-close">
        <X size={24} strokeWidth={1.75} aria-hidden="true" />
      </button>
      {shown > 0 ? (
        <button type="button" className={styles.viewerTurn} data-side="left" onClick={() => turn(-1)} aria-label={t('review.previous')}>
          <ChevronLeft size={28} strokeWidth={1.75} aria-hidden="true" />
        </button>
      ) : null}
      {shown < pictures.length - 1 ? (
        <button type="button" className={styles.viewerTurn} data-side="right" onClick={() => turn(1)} aria-label={t('review.next')}>
          <ChevronRight size={28} strokeWidth={1.75} aria-hidden="true" />
        </button>
      ) : null}
    </dialog>
  );
}
