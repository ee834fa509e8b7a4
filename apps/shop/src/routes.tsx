import type { ComponentType } from 'react';
import { createBrowserRouter, type RouteObject } from 'react-router';
import { pages } from './pages.ts';
import { AppShell } from './shell/AppShell.tsx';
import { NotFound } from './shell/NotFound.tsx';
import { PageSkeleton } from './shell/PageSkeleton.tsx';
import { RouteProblem } from './shell/RouteProblem.tsx';

const files = import.meta.glob<Record<string, ComponentType>>('./features/*/*Page.tsx');

/** A page's file and its component have one name. */
async function loadPage(file: string): Promise<{ Component: ComponentType }> {
  const name = file.replace(/^.*\/|\.tsx$/g, '');
  const Component = (await files[`./features/${file}`]?.())?.[name];
  if (Component === undefined) throw new Error(`there is no page ${file}`);
  return { Component };
}

const routes: RouteObject[] = [
  ...pages.map(({ path, file, frame }): RouteObject => ({ path, handle: frame, lazy: () => loadPage(file) })),
  ...(import.meta.env.DEV ? [{ path: '__kit', lazy: async () => ({ Component: (await import('./Kit.tsx')).Kit }) }] : []),
  { path: '*', Component: NotFound },
];

export const router = createBrowserRouter([
  {
    path: '/',
    Component: AppShell,
    HydrateFallback: PageSkeleton,
    errorElement: <RouteProblem />,
    children: [{ errorElement: <RouteProblem />, children: routes }],
  },
]);

/** The first page's code is there, or is known not to come. */
export function routerReady(): Promise<void> {
  return new Promise((resolve) => {
    if (router.state.initialized) return resolve();
    const stop = router.subscribe(({ initialized }) => {
      if (!initialized) return;
      stop();
      resolve();
    });
  });
}
