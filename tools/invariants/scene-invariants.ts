import type { Invariant } from './invariant.ts';

/** Law 7: a scene's log has no gap and no duplicate, and says what happened to cards, pins and status. */
export const sceneInvariants: readonly Invariant[] = [
  {
    name: 'the-log-of-a-scene-has-no-gap-and-ends-at-its-head',
    law: 7,
    sql: `select s.id, s.head, e.entries, e.first_seq, e.last_seq from scenes.scenes s
           cross join lateral (select count(*) as entries, count(distinct seq) as seqs, min(seq) as first_seq, coalesce(max(seq), 0) as last_seq from scenes.entries where scene_id = s.id) e
           where e.entries <> s.head or e.seqs <> s.head or e.last_seq <> s.head or e.first_seq <> 1`,
  },
  {
    name: 'every-entry-is-of-a-scene',
    law: 7,
    sql: `select distinct e.scene_id from scenes.entries e left join scenes.scenes s on s.id = e.scene_id where s.id is null`,
  },
  {
    name: 'a-comment-sent-twice-is-there-once',
    law: 7,
    sql: `select scene_id, author_id, client_id, count(*) as times from scenes.entries where client_id is not null group by 1, 2, 3 having count(*) > 1`,
  },
  {
    name: 'the-log-tells-of-every-card-once-dropped-and-once-withdrawn',
    law: 7,
    sql: `select coalesce(c.id, e.card_id) as card_id, c.is_live, e.dropped, e.withdrawn from scenes.cards c
            full join (select scene_id, body ->> 'cardId' as card_id, count(*) filter (where type = 'card.dropped') as dropped, count(*) filter (where type = 'card.withdrawn') as withdrawn,
                              max(seq) filter (where type = 'card.withdrawn') < min(seq) filter (where type = 'card.dropped') as is_backwards
                         from scenes.entries where type in ('card.dropped', 'card.withdrawn') group by 1, 2) e on e.card_id = c.id and e.scene_id = c.scene_id
           where c.id is null or coalesce(e.dropped, 0) <> 1 or coalesce(e.withdrawn, 0) <> (not c.is_live)::int or e.is_backwards`,
  },
  {
    name: 'the-same-thing-is-live-in-a-scene-once',
    law: 7,
    sql: `select scene_id, kind, ref_id, count(*) as cards from scenes.cards where is_live group by 1, 2, 3 having count(*) > 1`,
  },
  {
    name: 'what-is-pinned-is-what-the-log-says',
    law: 7,
    sql: `select s.id, s.pinned_product_id, e.product_id from scenes.scenes s
            left join lateral (select body ->> 'productId' as product_id from scenes.entries where scene_id = s.id and type = 'pinned' order by seq desc limit 1) e on true
           where s.pinned_product_id is distinct from e.product_id`,
  },
  {
    name: 'people-come-and-go-in-the-log-as-they-do-in-the-community',
    law: 7,
    sql: `select c.id, m.account_id, m.state, e.joined, e.went from communities.communities c join communities.members m on m.community_id = c.id
           cross join lateral (select count(*) filter (where type = 'joined') as joined, count(*) filter (where type = 'left') as went from scenes.entries where scene_id = c.scene_id and author_id = m.account_id and type in ('joined', 'left')) e
           where e.joined > 0 and e.joined - e.went <> (m.state = 'in')::int`,
  },
];
