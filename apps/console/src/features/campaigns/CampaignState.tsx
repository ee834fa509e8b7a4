import type { CampaignView } from '@tuanzi/contract/group-buy';
import { useT } from '../../messages.ts';

const tones = { draft: 'honey', running: 'leaf', ended: undefined } as const;

export function CampaignState({ state }: { state: CampaignView['state'] }) {
  const t = useT();
  return (
    <span className="tz-chip" data-tone={tones[state]}>
      {t(`campaigns.states.${state}`)}
    </span>
  );
}
