import type { Payment } from './store.ts';

export type Locale = 'zh' | 'en';

const texts = {
  zh: {
    title: '收银台',
    brand: '团子沙箱支付',
    other: 'English',
    otherLabel: '切换为英文',
    sandbox: '这是演示用的沙箱，不会真的扣款。',
    left: '请在 {time} 内完成支付',
    number: '商户单号',
    payee: '收款方',
    pay: '确认支付',
    busy: '处理中…',
    fail: '支付失败',
    late: '付款但延迟通知',
    repeat: '重复通知',
    trial: '后三项用来试验商户如何应对',
    back: '返回商家',
    paid: '支付成功',
    failed: '支付失败',
    closed: '订单已关闭',
    expired: '已超过支付时间',
    unknown: '没有这笔支付',
    again: '再试一次',
  },
  en: {
    title: 'Cashier',
    brand: 'Tuanzi Sandbox Pay',
    other: '中文',
    otherLabel: 'Switch to Chinese',
    sandbox: 'A sandbox for trying things out: no money moves.',
    left: 'Pay within {time}',
    number: 'Order reference',
    payee: 'Pay to',
    pay: 'Pay',
    busy: 'One moment…',
    fail: 'Fail',
    late: 'Pay, notice late',
    repeat: 'Pay, notice repeated',
    trial: 'The last three try how the merchant copes',
    back: 'Back to the shop',
    paid: 'Paid',
    failed: 'Payment failed',
    closed: 'This order is closed',
    expired: 'The time to pay is over',
    unknown: 'There is no such payment',
    again: 'Try again',
  },
} as const;

const mark =
  '<svg viewBox="0 0 32 32" aria-hidden="true"><circle cx="16" cy="16" r="16" fill="#D93A22"/><path d="M10 12h12M16 12v11M11 18.5h10" stroke="#FBF8F5" stroke-width="2.6" stroke-linecap="round" fill="none"/></svg>';
const tick =
  '<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2.6" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><path d="m5 12.5 4.5 4.5L19 7.5"/></svg>';
const cross =
  '<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2.6" stroke-linecap="round" aria-hidden="true"><path d="m7 7 10 10M17 7 7 17"/></svg>';

/** The page shoppers pay on. Plain forms: it works before, and without, its script. */
export function cashierPage(payment: Payment | undefined, { locale, now }: { locale: Locale; now: Date }): string {
  const text = texts[locale];
  return `<!doctype html>
<html lang="${locale === 'zh' ? 'zh-CN' : 'en'}">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover"><meta name="robots" content="noindex">
<meta name="theme-color" content="#FBF8F5" media="(prefers-color-scheme: light)"><meta name="theme-color" content="#171311" media="(prefers-color-scheme: dark)">
<title>${text.title} · ${text.brand}</title>
<link rel="stylesheet" href="/sandbox-pay/assets/cashier.css"><script type="module" src="/sandbox-pay/assets/cashier.js"></script>
</head>
<body><main>
<header><span class="mark">${mark}${text.brand}</span><a class="language" href="?locale=${locale === 'zh' ? 'en' : 'zh'}" aria-label="${text.otherLabel}">${text.other}</a></header>
${payment === undefined ? ended(text.unknown, { text, isGood: false }) : body(payment, { locale, now })}
</main></body></html>`;
}

type Text = (typeof texts)[Locale];

function body(payment: Payment, { locale, now }: { locale: Locale; now: Date }): string {
  const text = texts[locale];
  if (payment.tradeState === 'SUCCESS') return ended(text.paid, { text, isGood: true, payment });
  if (payment.tradeState === 'CLOSED') return ended(text.closed, { text, isGood: false, payment });
  if (payment.expiresAt <= now) return ended(text.expired, { text, isGood: false, payment });
  if (payment.tradeState === 'PAYERROR') return ended(text.failed, { text, isGood: false, payment });
  const [payee, number] = splitLast(payment.description);
  const action = (name: string, label: string, isPrimary = false) =>
    `<form method="post" action="/sandbox-pay/cashier/${payment.prepayId}/${name}?locale=${locale}"><button type="submit"${isPrimary ? ' class="primary"' : ''} data-busy="${text.busy}">${label}</button></form>`;
  return `<section class="card">
<div class="for">${escape(payee)}</div><div class="amount"><small>¥</small>${yuan(payment.amountFen)}</div>
<div class="until" data-expires="${payment.expiresAt.toISOString()}" data-now="${now.toISOString()}" data-text="${text.left}"></div>
<dl class="facts"><div><dt>${text.payee}</dt><dd>${escape(payee)}</dd></div><div><dt>${text.number}</dt><dd>${escape(number)}</dd></div></dl>
<p class="notice">${text.sandbox}</p></section>
<div class="actions">${action('pay', `${text.pay} ¥${yuan(payment.amountFen)}`, true)}<div class="pair">${action('pay-late', text.late)}${action('pay-repeat', text.repeat)}</div><div class="plain">${action('fail', text.fail)}</div><p class="try">${text.trial}</p></div>`;
}

function ended(title: string, { text, isGood, payment }: { text: Text; isGood: boolean; payment?: Payment }): string {
  const amount =
    payment === undefined
      ? ''
      : `<div class="amount"><small>¥</small>${yuan(payment.amountFen)}</div><div class="for">${escape(payment.description)}</div>`;
  const back =
    payment === undefined
      ? ''
      : `<div class="actions"><a class="button primary" href="${escape(payment.redirectUrl)}">${text.back}</a></div>`;
  return `<section class="card" role="status"><div class="state${isGood ? ' good' : ''}">${isGood ? tick : cross}</div><h1>${title}</h1>${amount}</section>${back}`;
}

function yuan(fen: number): string {
  return `${Math.floor(fen / 100).toLocaleString('en-US')}.${String(fen % 100).padStart(2, '0')}`;
}

/** "payee number": what merchants here write into the description. */
function splitLast(description: string): [string, string] {
  const at = description.lastIndexOf(' ');
  return at < 0 ? [description, ''] : [description.slice(0, at), description.slice(at + 1)];
}

function escape(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
