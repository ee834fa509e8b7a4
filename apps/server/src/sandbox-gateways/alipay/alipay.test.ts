import { createAlipay } from '../../platform/ports/alipay/alipay.ts';
import { alipaySandboxSettings } from '../sandbox-settings.ts';
import { aShopWithGateway } from '../testing.ts';
import { testProvider } from '../testing-provider.ts';

testProvider('Alipay', () => aShopWithGateway((credentials, at, app) => createAlipay(alipaySandboxSettings(credentials, at), app.clock)));
