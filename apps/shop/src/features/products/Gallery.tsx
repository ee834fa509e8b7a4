import type { ProductView } from '@tuanzi/contract/catalog';
import { Picture } from '@tuanzi/ui/Picture.tsx';
import { type UIEvent, useState } from 'react';
import { useT } from '../../messages.ts';
import { useWords } from '../../shell/use-words.ts';
import { columnSizes } from '../../shell/picture-sizes.ts';
import styles from './products.module.css';

export function Gallery({ product }: { product: ProductView }) {
  const t = useT();
  const words = useWords();
  const [shown, setShown] = useState(0);
  const pictures = product.pictures.length > 0 ? product.pictures : product.picture === null ? [] : [product.picture];
  const name = words(product.title);
  if (pictures.length < 2) return <Picture src={pictures[0]?.url} colour={pictures[0]?.blur} alt={name} isFirst sizes={columnSizes} />;
  return (
    <div className={styles.gallery}>
      {/* Scrolled by hand or, once focused, by the arrow keys. */}
      <section
        className={styles.gallerySlides}
        onScroll={(event: UIEvent<HTMLDivElement>) =>
          setShown(Math.round(event.currentTarget.scrollLeft / event.currentTarget.clientWidth))
        }
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        aria-label={name}
      >
        {pictures.map((picture, index) => (
          <Picture
            key={picture.id}
            src={picture.url}
            colour={picture.blur}
            alt={t('product.pictureAlt', { name, index: index + 1 })}
            isFirst={index === 0}
            {...(index === 0 && { sizes: columnSizes })}
          />
        ))}
      </section>
      <span className={styles.galleryCount} aria-hidden="true">
        {shown + 1} / {pictures.length}
      </span>
    </div>
  );
}
