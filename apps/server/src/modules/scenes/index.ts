/** Scenes: places where people gather, with one log, cards, moderation and a real-time channel each. */
export { scenesModule } from './module.ts';
export { append } from './append.ts';
export { createScene, pin, renameScene, sceneOf, setStatus } from './scene.ts';
export { cardsChanged, dropCard, findCard, findCards, liveCardsOf, withdrawCard } from './cards.ts';
export { cardKinds, sceneKinds, type AtDoor, type CardKind, type SceneKind, type SceneRole, type Standing } from './extension-points.ts';
export { announce } from './moderate.ts';
export { likesOf, onlineOf } from './numbers.ts';
export { lastEntriesOf, unreadOf } from './unread.ts';
export { forgetSpeaker } from './scene-server.ts';
export { screenText } from './screen-text.ts';
