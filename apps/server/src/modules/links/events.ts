import type { TargetKind } from './rules.ts';

declare module '#platform/events' {
  interface Events {
    /** Somebody followed another person's link; once a minute and link at most. */
    'link.followed': {
      readonly code: string;
      readonly sharerId: string;
      readonly visitorId: string;
      readonly target: { readonly kind: TargetKind; readonly id: string };
      readonly sceneId: string | null;
      readonly cardId: string | null;
      readonly at: string;
    };
  }
}
