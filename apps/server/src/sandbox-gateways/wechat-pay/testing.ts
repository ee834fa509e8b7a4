import { createWechatPay } from '../../platform/ports/wechat-pay/wechat-pay.ts';
import type { WechatPaySettings } from '../../platform/ports/wechat-pay/settings.ts';
import type { GatewayOptions } from '../options.ts';
import { wechatSandboxSettings } from '../sandbox-settings.ts';
import { aShopWithGateway, type GatewayTestApp } from '../testing.ts';

export function aWechatShop(
  options: Partial<Pick<GatewayOptions, 'speed' | 'wechatSigner'>> = {},
  settings: Partial<WechatPaySettings> = {},
): Promise<GatewayTestApp> {
  return aShopWithGateway(
    (credentials, at, app) => createWechatPay({ ...wechatSandboxSettings(credentials, at), ...settings }, app.clock),
    options,
  );
}
