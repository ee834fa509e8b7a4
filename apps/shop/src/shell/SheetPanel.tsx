import { useLanguage } from '@tuanzi/ui/i18n.ts';
import { ConfigProvider, Popup } from 'antd-mobile';
import enUS from 'antd-mobile/es/locales/en-US';
import zhCN from 'antd-mobile/es/locales/zh-CN';
import { X } from 'lucide-react';
import { type ReactNode, useEffect, useId, useRef } from 'react';
import { useT } from '../messages.ts';
import styles from './shell.module.css';

export type SheetProps = {
  isOpen: boolean;
  onClose: () => void;
  title: ReactNode;
  children: ReactNode;
  /** Stays at the bottom while the rest scrolls: the one main action. */
  foot?: ReactNode;
  testId?: string;
};

/** A sheet from the bottom: named, closed by Escape, the veil, a swipe or its button; focus goes in and comes back. */
export function SheetPanel({ isOpen, onClose, title, children, foot, testId }: SheetProps) {
  const t = useT();
  const { language } = useLanguage();
  const titleId = useId();
  const panel = useRef<HTMLDivElement>(null);
  const close = useRef(onClose);
  useEffect(() => {
    close.current = onClose;
  }, [onClose]);
  useEffect(() => {
    if (!isOpen) return undefined;
    const before = document.activeElement;
    const entered = requestAnimationFrame(() => panel.current?.focus({ preventScroll: true }));
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape') close.current();
      if (event.key === 'Tab') keepFocus(event, panel.current);
    };
    document.addEventListener('keydown', onKey);
    return () => {
      cancelAnimationFrame(entered);
      document.removeEventListener('keydown', onKey);
      if (before instanceof HTMLElement) before.focus({ preventScroll: true });
    };
  }, [isOpen]);
  return (
    <ConfigProvider locale={language === 'en' ? enUS : zhCN}>
      <Popup visible={isOpen} onClose={onClose} closeOnMaskClick closeOnSwipe={false} destroyOnClose disableBodyScroll>
        <div
          ref={panel}
          className={styles.sheet}
          role="dialog"
          aria-modal="true"
          aria-labelledby={titleId}
          tabIndex={-1}
          data-testid={testId}
        >
          <div className={styles.sheetHead}>
            <h2 id={titleId} className={styles.sheetTitle}>
              {title}
            </h2>
            <button type="button" className={styles.iconButton} aria-label={t('common.close')} onClick={onClose}>
              <X size={20} strokeWidth={1.75} aria-hidden="true" />
            </button>
          </div>
          <div className={styles.sheetBody}>{children}</div>
          {foot === undefined ? null : <div className={styles.sheetFoot}>{foot}</div>}
        </div>
      </Popup>
    </ConfigProvider>
  );
}

/** Tab goes round inside the sheet: what lies under the veil cannot be reached. */
function keepFocus(event: KeyboardEvent, panel: HTMLElement | null): void {
  const reachable = [
    ...(panel?.querySelectorAll<HTMLElement>('a[href], button:not(:disabled), input:not(:disabled), select, textarea, [tabindex="0"]') ??
      []),
  ];
  const [first, last] = [reachable[0], reachable.at(-1)];
  if (first === undefined || last === undefined) return;
  if (event.shiftKey && document.activeElement === first) {
    event.preventDefault();
    last.focus();
  } else if (!event.shiftKey && document.activeElement === last) {
    event.preventDefault();
    first.focus();
  }
}
