/** The shared link this visit came by. It lives as long as the tab: a link opened last month explains nothing today. */
const storageKey = 'tz.link';

export type FollowedLink = {
  readonly code: string;
  readonly targetId: string;
  readonly sharer: { readonly id: string; readonly nickname: string; readonly avatarUrl: string | null };
};

export function rememberLink(link: FollowedLink): void {
  try {
    sessionStorage.setItem(storageKey, JSON.stringify(link));
  } catch {
    // Storage is refused in some private windows; the server still knows the visit.
  }
}

export function followedLink(): FollowedLink | null {
  try {
    const stored = sessionStorage.getItem(storageKey);
    // Only rememberLink writes here.
    return stored === null ? null : (JSON.parse(stored) as FollowedLink);
  } catch {
    return null;
  }
}

export type TraceInput = { linkCode?: string; sceneId?: string; cardId?: string };

/** Where the order came from, leaving out what is not known. */
export function traceOf(sceneId?: string | null, cardId?: string | null): TraceInput | undefined {
  const linkCode = followedLink()?.code;
  if (linkCode === undefined && !sceneId && !cardId) return undefined;
  return { ...(linkCode !== undefined && { linkCode }), ...(sceneId && { sceneId }), ...(cardId && { cardId }) };
}
