/** Copies also where the page came by plain http: there the clipboard interface is missing. */
export async function copyText(text: string): Promise<void> {
  if (globalThis.isSecureContext && navigator.clipboard !== undefined) return navigator.clipboard.writeText(text);
  const area = document.createElement('textarea');
  area.value = text;
  area.style.position = 'fixed';
  area.style.opacity = '0';
  document.body.append(area);
  area.select();
  document.execCommand('copy');
  area.remove();
}
