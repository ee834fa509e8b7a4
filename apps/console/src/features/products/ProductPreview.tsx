import { Price } from '@tuanzi/ui/money.tsx';
import { Picture } from '@tuanzi/ui/Picture.tsx';
import { useText } from '../../layout/use-text.ts';
import { useT } from '../../messages.ts';
import { shown, type ProductDraft } from './product-draft.ts';

/** The product page as it would be now. */
export function ProductPreview({ draft }: { draft: ProductDraft }) {
  const t = useT();
  const text = useText();
  const priced = draft.skus.filter((sku) => sku.priceFen !== null);
  const cheapest = priced.toSorted((a, b) => (a.priceFen ?? 0) - (b.priceFen ?? 0))[0];
  const stock = draft.skus.reduce((sum, sku) => sum + sku.stock, 0);
  const first = draft.pictures[0];
  return (
    <div className="pr-preview">
      {first === undefined ? (
        <div className="pr-preview-none">{t('products.preview.noPicture')}</div>
      ) : (
        <div className="pr-preview-pictures">
          {draft.pictures.map((picture) => (
            <span key={picture.id}>
              <Picture src={picture.url} alt="" colour={picture.blur} />
            </span>
          ))}
        </div>
      )}
      <div className="pr-preview-words">
        {cheapest === undefined ? null : (
          <span className="cp-card-price">
            <Price fen={cheapest.priceFen ?? 0} wasFen={cheapest.compareAtFen ?? undefined} size="l" />
          </span>
        )}
        <strong className="pr-preview-title">{text(shown(draft.title)) || t('products.preview.noTitle')}</strong>
        {draft.subtitle.zh === '' ? null : <span className="cs-quiet">{text(shown(draft.subtitle))}</span>}
        <span className="cs-quiet cs-small">
          {[text(shown(draft.origin)), t('products.preview.stock', { count: stock })].filter((part) => part !== '').join(' · ')}
        </span>
        {draft.options.map((option) => (
          <div key={option.key} className="pr-preview-option">
            <span className="cs-small cs-quiet">{text(shown(option.name)) || t('products.preview.choose')}</span>
            <span className="pr-preview-values">
              {option.values.map((value, index) => (
                <span key={value.zh} className="tz-chip" data-tone={index === 0 ? 'persimmon' : undefined}>
                  {text(shown(value))}
                </span>
              ))}
            </span>
          </div>
        ))}
        {draft.story.zh === '' ? null : <p className="pr-preview-story">{text(shown(draft.story))}</p>}
      </div>
    </div>
  );
}
