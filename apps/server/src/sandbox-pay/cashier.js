// The cashier works without this script; it adds the countdown and keeps a second tap from being sent.
const until = document.querySelector('[data-expires]');
if (until !== null) {
  const endsAt = Date.parse(until.dataset.expires);
  const skewMs = Date.parse(until.dataset.now) - Date.now();
  const show = () => {
    const left = Math.max(0, Math.ceil((endsAt - Date.now() - skewMs) / 1000));
    const pad = (n) => String(n).padStart(2, '0');
    const time =
      left >= 3600
        ? `${Math.floor(left / 3600)}:${pad(Math.floor(left / 60) % 60)}:${pad(left % 60)}`
        : `${pad(Math.floor(left / 60))}:${pad(left % 60)}`;
    until.textContent = until.dataset.text.replace('{time}', time);
    if (left === 0) {
      clearInterval(timer);
      location.reload();
    }
  };
  const timer = setInterval(show, 1000);
  if (endsAt - skewMs > Date.now()) show();
  else clearInterval(timer);
}
for (const form of document.forms) {
  form.addEventListener('submit', () => {
    const button = form.querySelector('button');
    if (button !== null && button.dataset.busy !== undefined) button.textContent = button.dataset.busy;
    // After the browser has taken the form: a disabled button would not be sent.
    setTimeout(() => {
      for (const each of document.querySelectorAll('button')) each.disabled = true;
    }, 0);
  });
}
// Coming back through the browser's history shows a page that was frozen with its buttons off.
addEventListener('pageshow', (event) => {
  if (event.persisted) location.reload();
});
