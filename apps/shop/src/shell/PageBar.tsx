import { ChevronLeft } from 'lucide-react';
import type { ReactNode } from 'react';
import { useNavigate } from 'react-router';
import { useT } from '../messages.ts';
import styles from './shell.module.css';

type PageBarProps = { title?: ReactNode; right?: ReactNode; below?: ReactNode; isClear?: boolean };

/** The bar of an inner page. Back goes to where one came from, or home when the page was opened from a chat. */
export function PageBar({ title, right, below, isClear = false }: PageBarProps) {
  return (
    <header className={styles.pageBar} data-clear={isClear || undefined}>
      <div className={styles.pageBarRow}>
        <BackButton />
        <h1 className={`${styles.pageBarTitle} tz-line-1`}>{title}</h1>
        <div className={styles.pageBarRight}>{right}</div>
      </div>
      {below}
    </header>
  );
}

export function BackButton() {
  const t = useT();
  const back = useBack();
  return (
    <button type="button" className={styles.iconButton} aria-label={t('common.back')} onClick={back} data-testid="back">
      <ChevronLeft size={24} strokeWidth={1.75} aria-hidden="true" />
    </button>
  );
}

export function useBack(): () => void {
  const navigate = useNavigate();
  return () => {
    // React Router numbers the entries of its own history; 0 is the page the app was opened on.
    const state = window.history.state as { idx?: number } | null;
    if ((state?.idx ?? 0) > 0) void navigate(-1);
    else void navigate('/', { replace: true });
  };
}
