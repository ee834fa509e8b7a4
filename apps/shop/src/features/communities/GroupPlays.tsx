import { useApi } from '@tuanzi/client/react';
import { useState } from 'react';
import { useT } from '../../messages.ts';
import { GroupBuySheet, type GroupBuyDoor } from '../teams/GroupBuySheet.tsx';
import { GroupBuyTile } from '../teams/GroupBuyTile.tsx';
import styles from './chat.module.css';

/** The group buys that run in this group now, at the group's own price. */
export function GroupPlays({ sceneId }: { sceneId: string }) {
  const t = useT();
  const [door, setDoor] = useState<GroupBuyDoor | null>(null);
  const scene = useApi('GET /api/scenes/{sceneId}', { params: { sceneId } });
  const plays =
    scene.data?.cards.flatMap((card) =>
      card.kind === 'group-buy' && card.isLive && card.groupBuy.campaign.state === 'running' ? [card] : [],
    ) ?? [];
  if (plays.length === 0) return null;
  return (
    <section className={styles.plays} aria-labelledby="group-plays" data-testid="community-plays">
      <h3 id="group-plays">{t('chat.plays')}</h3>
      {plays.map((card) => (
        <GroupBuyTile
          key={card.id}
          groupBuy={card.groupBuy}
          onOpen={() => setDoor({ groupBuy: card.groupBuy, cardId: card.id, sceneId })}
        />
      ))}
      <GroupBuySheet door={door} onClose={() => setDoor(null)} />
    </section>
  );
}
