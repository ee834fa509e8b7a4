declare module '#platform/events' {
  interface Events {
    'community.joined': {
      readonly communityId: string;
      readonly shopId: string;
      readonly accountId: string;
      readonly fromSceneId: string | null;
      readonly linkCode: string | null;
      readonly at: string;
    };
    /** `by` is who removed them, null when they left. */
    'community.left': {
      readonly communityId: string;
      readonly shopId: string;
      readonly accountId: string;
      readonly by: string | null;
      readonly at: string;
    };
  }
}
export {};
