import { testProvider } from '../testing-provider.ts';
import { aWechatShop } from './testing.ts';

testProvider('WeChat Pay, by public key', () => aWechatShop());
testProvider('WeChat Pay, by platform certificates', () => aWechatShop({ wechatSigner: 'certificate' }, { publicKey: undefined }));
