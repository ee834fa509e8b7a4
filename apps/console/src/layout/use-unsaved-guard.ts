import { App } from 'antd';
import { useEffect } from 'react';
import { useBlocker, useNavigate } from 'react-router';
import { useT } from '../messages.ts';

/** Leaving a changed form asks first, whether by a link, the back button or by closing the page. */
export function useUnsavedGuard(isChanged: boolean): void {
  const t = useT();
  const { modal } = App.useApp();
  const blocker = useBlocker(({ currentLocation, nextLocation }) => isChanged && currentLocation.pathname !== nextLocation.pathname);
  useEffect(() => {
    if (blocker.state !== 'blocked') return;
    modal.confirm({
      title: t('list.unsaved'),
      content: t('list.unsavedWords'),
      okText: t('list.leave'),
      okButtonProps: { danger: true, 'data-testid': 'leave-unsaved' },
      cancelText: t('list.stay'),
      onOk: () => blocker.proceed(),
      onCancel: () => blocker.reset(),
    });
  }, [blocker, modal, t]);
  useEffect(() => {
    if (!isChanged) return undefined;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener('beforeunload', warn);
    return () => removeEventListener('beforeunload', warn);
  }, [isChanged]);
}

/** Goes on once something has been saved; declared after the guard, so that it has seen that nothing is unsaved. */
export function useGoOnceSaved(path: string | null): void {
  const go = useNavigate();
  useEffect(() => {
    if (path !== null) void go(path, { replace: true });
  }, [path, go]);
}
