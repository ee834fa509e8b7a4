import type { Me } from '@tuanzi/contract/identity';
import { useApi } from '@tuanzi/client/react';
import { ZoneContext } from '@tuanzi/ui/time.ts';
import { createContext, useContext, useMemo, useState, type ReactNode } from 'react';

export type ShopRole = Me['shops'][number]['role'];
interface Session {
  readonly me: Me;
  readonly shopId: string;
  readonly role: ShopRole;
  readonly chooseShop: (shopId: string) => void;
}

const SessionContext = createContext<Session | null>(null);
const storageKey = 'tz.console.shop';
/** From most to least, as the server counts. */
const ladder: readonly ShopRole[] = ['owner', 'admin', 'operator', 'host', 'moderator', 'staff'];

/** Everything below belongs to one shop; which one is remembered on this machine. */
export function SessionProvider({ me, children }: { me: Me; children: ReactNode }) {
  const [chosen, setChosen] = useState(() => localStorage.getItem(storageKey));
  const shop = me.shops.find((each) => each.shopId === chosen) ?? me.shops[0];
  const shopId = shop?.shopId ?? '';
  const settings = useApi('GET /api/console/shops/{shopId}', { params: { shopId } }, { isEnabled: shopId !== '', staleMs: 60_000 });
  const session = useMemo(
    () => ({
      me,
      shopId,
      role: shop?.role ?? 'staff',
      chooseShop: (next: string) => {
        localStorage.setItem(storageKey, next);
        setChosen(next);
      },
    }),
    [me, shopId, shop?.role],
  );
  return (
    <SessionContext.Provider value={session}>
      <ZoneContext.Provider value={settings.data?.timeZone ?? 'Asia/Shanghai'}>{children}</ZoneContext.Provider>
    </SessionContext.Provider>
  );
}

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (session === null) throw new Error('SessionProvider is missing');
  return session;
}

/** Whether my role here is at least this one; buttons the server would refuse are not shown. */
export function useIsAtLeast(least: ShopRole): boolean {
  const { role } = useSession();
  return ladder.indexOf(role) <= ladder.indexOf(least);
}
