import { Avatar } from '@tuanzi/ui/Avatar.tsx';
import { formatFen, Price } from '@tuanzi/ui/money.tsx';
import { Picture } from '@tuanzi/ui/Picture.tsx';
import { useTimeFormat } from '@tuanzi/ui/time.ts';
import { PlusOutlined } from '@ant-design/icons';
import { useText } from '../../layout/use-text.ts';
import { useT } from '../../messages.ts';
import { useSession } from '../../session.tsx';
import type { CampaignDraft } from './campaign-draft.ts';

/** The card as it is dropped into a scene: what, for how much, with how many, until when. */
export function CampaignPreview({ draft }: { draft: CampaignDraft }) {
  const t = useT();
  const text = useText();
  const { me } = useSession();
  const { date } = useTimeFormat();
  if (draft.product === null) return <p className="cp-none">{t('campaigns.preview.nothing')}</p>;
  const included = draft.prices.filter((price) => price.isIncluded && price.groupPriceFen !== null);
  const cheapest = included.toSorted((a, b) => (a.groupPriceFen ?? 0) - (b.groupPriceFen ?? 0))[0];
  const title = text({ zh: draft.titleZh, en: draft.titleEn === '' ? undefined : draft.titleEn });
  return (
    <div className="cp-card">
      <Picture src={draft.product.picture?.url} alt="" colour={draft.product.picture?.blur} />
      <div className="cp-card-words">
        <span>
          <span className="tz-chip" data-tone="persimmon">
            {t('campaigns.preview.group', { count: draft.teamSize ?? 2 })}
          </span>
        </span>
        <strong className="tz-line-2">{title === '' ? text(draft.product.title) : title}</strong>
        {cheapest === undefined ? null : (
          <span className="cp-card-price">
            <Price fen={cheapest.groupPriceFen ?? 0} {...(included.length > 1 && { after: ` ${t('campaigns.from')}` })} />
            <span className="cs-quiet cs-small">{t('campaigns.preview.alone', { amount: formatFen(cheapest.shopPriceFen, 'auto') })}</span>
          </span>
        )}
        <span className="cp-card-faces">
          <Avatar id={me.id} nickname={me.nickname} {...(me.avatarUrl !== null && { pictureUrl: me.avatarUrl })} sizePx={36} />
          {Array.from({ length: Math.min((draft.teamSize ?? 2) - 1, 5) }, (_, seat) => (
            <span key={seat} className="cp-face cp-seat">
              <PlusOutlined />
            </span>
          ))}
        </span>
        <span className="cs-quiet cs-small">
          {[
            draft.endsAt === null ? '' : t('campaigns.preview.ends', { when: date(draft.endsAt) }),
            draft.perBuyerMax === null ? '' : t('campaigns.preview.each', { count: draft.perBuyerMax }),
            t('campaigns.preview.rule'),
          ]
            .filter((part) => part !== '')
            .join(' · ')}
        </span>
      </div>
    </div>
  );
}
