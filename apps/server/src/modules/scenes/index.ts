/** Scenes: places where people gather, with one log, cards, moderation and a real-time channel each. */
export { scenesModule } from './module.ts';
export { append, type NewEntry } from './append.ts';
export { createScene, pin, renameScene, sceneOf, setStatus, type NewScene } from './scene.ts';
export { cardsChanged, dropCard, findCard, findCards, liveCardsOf, withdrawCard, type NewCard } from './cards.ts';
export { cardKinds, sceneKinds, type CardKind, type CardKindName, type SceneKind, type SceneRole } from './extension-points.ts';
export { announce } from './moderate.ts';
export { likesOf, onlineOf } from './numbers.ts';
export { lastEntriesOf, unreadOf } from './unread.ts';
export { forgetSpeaker } from './scene-server.ts';
export type { SceneRow } from './store.ts';
export type { CardRow } from './store-cards.ts';
