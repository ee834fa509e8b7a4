import type { Picture as StoredPicture, Title } from '@tuanzi/contract/shapes';
import { Picture } from '@tuanzi/ui/Picture.tsx';
import type { ReactNode } from 'react';
import { useChoiceWords, useWords } from '../../shell/use-words.ts';
import styles from './reviews.module.css';

type Thing = { readonly title: Title; readonly options: readonly Title[]; readonly picture: StoredPicture | null };

/** What a review is of, as it was called when it was bought. */
export function BoughtThing({ thing, right, note }: { thing: Thing; right?: ReactNode; note?: string | undefined }) {
  const words = useWords();
  const choice = useChoiceWords();
  return (
    <div className={styles.bought}>
      <Picture src={thing.picture?.url} colour={thing.picture?.blur} alt="" radius="s" sizes="64px" />
      <div>
        <p className="tz-line-2">{words(thing.title)}</p>
        {thing.options.length > 0 ? <p className="sh-faint">{choice(thing.options)}</p> : null}
        {note === undefined ? null : <p className="sh-faint">{note}</p>}
      </div>
      {right}
    </div>
  );
}
