/** What the browser of WeChat gives its pages; there only after it said so. */
interface Bridge {
  invoke(call: string, params: Readonly<Record<string, string>>, answer: (result: { err_msg?: string }) => void): void;
}

const bridgeOf = () => (window as typeof window & { WeixinJSBridge?: Bridge }).WeixinJSBridge;
/** A browser that is not what it says never gets ready. */
const readyMs = 5000;

/** Opens the sheet of the app around this page and resolves when it has closed, however that ended. */
export async function askBridge(params: Readonly<Record<string, string>>): Promise<void> {
  const bridge = bridgeOf() ?? (await becomeReady());
  if (bridge === undefined) return;
  await new Promise<void>((resolve) => {
    bridge.invoke('getBrandWCPayRequest', params, () => resolve());
  });
}

function becomeReady(): Promise<Bridge | undefined> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(bridgeOf()), readyMs);
    document.addEventListener(
      'WeixinJSBridgeReady',
      () => {
        clearTimeout(timer);
        resolve(bridgeOf());
      },
      { once: true },
    );
  });
}
