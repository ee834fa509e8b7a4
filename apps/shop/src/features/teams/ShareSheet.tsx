import type { linkTargets } from '@tuanzi/contract/links';
import { useLanguage } from '@tuanzi/ui/i18n.ts';
import { Skeleton } from '@tuanzi/ui/Skeleton.tsx';
import { useClient } from '@tuanzi/client/react';
import { useQuery } from '@tanstack/react-query';
import type { ApiProblem } from '@tuanzi/client';
import { Copy, Download, Share2 } from 'lucide-react';
import { useT } from '../../messages.ts';
import { copyText } from '../../shell/copy-text.ts';
import { notify } from '../../shell/notify.ts';
import { ProblemNote } from '../../shell/ProblemNote.tsx';
import { Sheet } from '../../shell/Sheet.tsx';
import { useEnsureGuest } from '../../shell/use-me.ts';
import styles from './teams.module.css';

export type Shared = {
  readonly kind: (typeof linkTargets)[number];
  readonly id: string;
  readonly text: string;
  readonly sceneId?: string | undefined;
  readonly cardId?: string | undefined;
};

/** My traced link to something: a poster to keep or send, the address to copy, or the phone's own way of sharing. */
export function ShareSheet({ shared, onClose }: { shared: Shared | null; onClose: () => void }) {
  const t = useT();
  return (
    <Sheet
      isOpen={shared !== null}
      onClose={onClose}
      title={shared?.kind === 'team' ? t('share.inviteTitle') : t('share.title')}
      testId="share-sheet"
    >
      {shared === null ? null : <ShareBody shared={shared} />}
    </Sheet>
  );
}

/** As the server draws it: its room is kept while it is drawn. */
const [posterWidth, posterHeight] = [1080, 1560];

function ShareBody({ shared }: { shared: Shared }) {
  const t = useT();
  const { language } = useLanguage();
  const { api } = useClient();
  const ensureGuest = useEnsureGuest();
  const { kind, id, sceneId, cardId } = shared;
  const link = useQuery<{ code: string; url: string; posterUrl: string }, ApiProblem>({
    queryKey: ['share', kind, id, sceneId, cardId],
    queryFn: async () => {
      await ensureGuest();
      return api('POST /api/links', {
        body: { target: { kind, id }, ...(sceneId !== undefined && { sceneId }), ...(cardId !== undefined && { cardId }) },
      });
    },
    staleTime: Infinity,
  });
  if (link.isError) return <ProblemNote problem={link.error} onRetry={() => void link.refetch()} />;
  const { data } = link;
  const posterUrl =
    data === undefined
      ? undefined
      : `${data.posterUrl}${data.posterUrl.includes('?') ? '&' : '?'}locale=${language === 'en' ? 'en' : 'zh'}`;
  const copy = async () => {
    if (data !== undefined) notify((await copyText(`${shared.text} ${data.url}`)) ? t('share.copied') : t('share.copyByHand'));
  };
  const send = async () => {
    if (data === undefined) return;
    // Closing the system's sheet without sending is no error.
    await navigator.share({ title: shared.text, text: shared.text, url: data.url }).catch(() => undefined);
  };
  const canSend = typeof navigator.share === 'function';
  return (
    <div className={styles.share}>
      <div className={styles.poster}>
        {posterUrl === undefined ? (
          <Skeleton ratio={posterWidth / posterHeight} />
        ) : (
          <img
            key={posterUrl}
            className="tz-skeleton"
            width={posterWidth}
            height={posterHeight}
            src={posterUrl}
            alt={t('share.posterAlt', { what: shared.text })}
            data-testid="poster"
          />
        )}
      </div>
      <p className="sh-faint">{t('share.posterHint')}</p>
      <p className={styles.shareUrl} data-testid="share-url">
        {data?.url ?? ' '}
      </p>
      <div className={styles.shareButtons}>
        <button
          type="button"
          className="tz-button"
          data-tone={canSend ? 'soft' : 'primary'}
          disabled={data === undefined}
          onClick={() => void copy()}
          data-testid="copy-link"
        >
          <Copy size={18} strokeWidth={1.75} aria-hidden="true" />
          {t('share.copy')}
        </button>
        {posterUrl === undefined ? null : (
          <a className="tz-button" data-tone="soft" href={posterUrl} download="tuanzi.png">
            <Download size={18} strokeWidth={1.75} aria-hidden="true" />
            {t('share.save')}
          </a>
        )}
        {canSend ? (
          <button
            type="button"
            className="tz-button"
            data-tone="primary"
            disabled={data === undefined}
            onClick={() => void send()}
            data-testid="system-share"
          >
            <Share2 size={18} strokeWidth={1.75} aria-hidden="true" />
            {t('share.send')}
          </button>
        ) : null}
      </div>
    </div>
  );
}
