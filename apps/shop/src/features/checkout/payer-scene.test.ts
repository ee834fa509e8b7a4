import { expect, test } from 'vitest';
import { payerScene } from './payer-scene.ts';

test('a computer, a phone and the browser of WeChat are told apart', () => {
  const agents = {
    desktop: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36',
    phone: 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1',
    wechat: 'Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36 XWEB/1 MicroMessenger/8.0.50',
  };
  for (const [scene, agent] of Object.entries(agents)) expect(payerScene(agent)).toBe(scene);
});
