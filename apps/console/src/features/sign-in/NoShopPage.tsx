import { useClient } from '@tuanzi/client/react';
import { Empty } from '@tuanzi/ui/Empty.tsx';
import { Button } from 'antd';
import { queryClient } from '../../client.ts';
import { useT } from '../../messages.ts';

/** Signed in, and works for nobody here. */
export function NoShopPage() {
  const t = useT();
  const { api } = useClient();
  const signOut = () => void api('POST /api/auth/sign-out', {}).then(() => queryClient.resetQueries());
  return (
    <Empty
      drawing="search"
      title={t('signIn.noShop')}
      words={t('signIn.noShopWords')}
      next={<Button onClick={signOut}>{t('shell.signOut')}</Button>}
    />
  );
}
