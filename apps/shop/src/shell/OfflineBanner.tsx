import { useIsOnline } from '@tuanzi/ui/use-is-online.ts';
import { WifiOff } from 'lucide-react';
import { useT } from '../messages.ts';
import styles from './shell.module.css';

export function OfflineBanner() {
  const t = useT();
  const isOnline = useIsOnline();
  if (isOnline) return null;
  return (
    <output className={styles.offline} data-testid="offline">
      <WifiOff size={16} strokeWidth={1.75} aria-hidden="true" />
      {t('common.offline')}
    </output>
  );
}
