export type PayerScene = 'desktop' | 'phone' | 'wechat';

/** Where this page runs, as payment providers tell it apart: their phone pages do not open at a computer or inside WeChat. */
export function payerScene(agent = navigator.userAgent): PayerScene {
  if (/MicroMessenger/i.test(agent)) return 'wechat';
  return /Android|iPhone|iPad|iPod|HarmonyOS|OpenHarmony|Mobile/i.test(agent) ? 'phone' : 'desktop';
}
