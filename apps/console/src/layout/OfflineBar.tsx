import { DisconnectOutlined } from '@ant-design/icons';
import { useIsOnline } from '@tuanzi/ui/use-is-online.ts';
import { useT } from '../messages.ts';

/** Said once, on top, while there is no network; what is on screen stays readable. */
export function OfflineBar() {
  const t = useT();
  const isOnline = useIsOnline();
  if (isOnline) return null;
  return (
    <div className="cs-offline" role="status">
      <DisconnectOutlined /> {t('list.offline')}
    </div>
  );
}
