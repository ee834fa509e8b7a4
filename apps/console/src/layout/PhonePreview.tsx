import type { ReactNode } from 'react';
import { useT } from '../messages.ts';

/** What a shopper will see, while it is being written. */
export function PhonePreview({ children, foot }: { children: ReactNode; foot?: ReactNode }) {
  const t = useT();
  return (
    <aside className="cs-phone-place" aria-label={t('list.preview')}>
      <p className="cs-quiet cs-phone-words">{t('list.preview')}</p>
      <div className="cs-phone">
        <div className="cs-phone-screen">{children}</div>
        {foot === undefined ? null : <div className="cs-phone-foot">{foot}</div>}
      </div>
    </aside>
  );
}
