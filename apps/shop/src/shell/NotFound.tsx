import { Empty } from '@tuanzi/ui/Empty.tsx';
import { Link } from 'react-router';
import { useT } from '../messages.ts';
import { PageBar } from './PageBar.tsx';

export function NotFound() {
  const t = useT();
  return (
    <>
      <PageBar />
      <Empty
        drawing="search"
        title={t('common.notFoundTitle')}
        words={t('common.notFoundWords')}
        next={
          <Link to="/" className="tz-button" data-tone="primary">
            {t('common.goHome')}
          </Link>
        }
      />
    </>
  );
}
