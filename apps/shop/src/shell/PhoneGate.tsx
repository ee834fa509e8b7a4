import { isProblem } from '@tuanzi/client';
import { createContext, lazy, type ReactNode, Suspense, useCallback, useContext, useMemo, useState } from 'react';

const PhoneSheet = lazy(() => import('../features/me/PhoneSheet.tsx').then((module) => ({ default: module.PhoneSheet })));

type Gate = {
  /** Opens the sheet, with a number the person has typed already if there is one; true when the number is proved, false when it was closed. */
  askPhone: (phone?: string) => Promise<boolean>;
  /** Runs what needs an account. When the server asks for one, asks the person and tries once more; undefined when they declined. */
  withAccount: <T>(work: () => Promise<T>, phone?: string) => Promise<T | undefined>;
};
const GateContext = createContext<Gate | null>(null);

export function usePhoneGate(): Gate {
  const gate = useContext(GateContext);
  if (gate === null) throw new Error('PhoneGate is missing');
  return gate;
}

export function PhoneGate({ children }: { children: ReactNode }) {
  const [asked, setAsked] = useState<{ answer: (isProved: boolean) => void; phone: string } | null>(null);
  const askPhone = useCallback(
    (phone = '') =>
      new Promise<boolean>((resolve) => {
        setAsked((before) => {
          before?.answer(false);
          return { answer: resolve, phone };
        });
      }),
    [],
  );
  const withAccount = useCallback(
    async <T,>(work: () => Promise<T>, phone?: string) => {
      try {
        return await work();
      } catch (error) {
        if (!isProblem(error, 'account_required') && !isProblem(error, 'sign_in_required')) throw error;
        return (await askPhone(phone)) ? work() : undefined;
      }
    },
    [askPhone],
  );
  const gate = useMemo(() => ({ askPhone, withAccount }), [askPhone, withAccount]);
  const end = (isProved: boolean) => {
    asked?.answer(isProved);
    setAsked(null);
  };
  return (
    <GateContext.Provider value={gate}>
      {children}
      {asked === null ? null : (
        <Suspense fallback={null}>
          <PhoneSheet first={asked.phone} onEnd={end} />
        </Suspense>
      )}
    </GateContext.Provider>
  );
}
