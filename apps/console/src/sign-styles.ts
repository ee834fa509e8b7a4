/** What the server wrote into index.html: styles and scripts made here run only with it. */
export const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? '';

/**
 * antd signs the styles of its theme with the nonce it is given, but not those of its scroll lock and its scrollbar
 * measure, which the page's policy would refuse. Here every style element is born signed.
 */
export function signStyles(): void {
  const create = document.createElement.bind(document) as (name: string, options?: ElementCreationOptions) => HTMLElement;
  document.createElement = (name: string, options?: ElementCreationOptions) => {
    const element = create(name, options);
    if (element instanceof HTMLStyleElement) element.nonce = nonce;
    return element;
  };
}
