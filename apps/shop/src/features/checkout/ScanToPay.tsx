import { useT } from '../../messages.ts';
import styles from './checkout.module.css';
import type { QrCashier } from './use-paying.ts';

/** The provider's QR code, for the phone of whoever sits at this computer. The page goes on by itself when it was paid. */
export function ScanToPay({ qr, name, isOver, onLeave }: { qr: QrCashier; name: string; isOver: boolean; onLeave: (() => void) | null }) {
  const t = useT();
  return (
    <div className={styles.scan} data-testid="scan-to-pay">
      <div className={styles.scanCode} data-over={isOver || undefined}>
        <img src={qr.image} alt={t('pay.scanAlt', { name })} width={232} height={232} data-content={qr.content} />
      </div>
      {isOver ? null : (
        <p className={styles.scanWords} role="status">
          {t('pay.scan', { name })}
          <span className="sh-faint">{t('pay.scanWaits')}</span>
        </p>
      )}
      {onLeave === null ? null : (
        <button type="button" className="tz-button" data-tone="quiet" onClick={onLeave}>
          {t('pay.otherWay')}
        </button>
      )}
    </div>
  );
}
