import { escapeHtml } from '#platform/http/escape-html';
import type { Trade } from './store.ts';

type Locale = 'zh' | 'en';
export interface PageTexts {
  readonly zh: string;
  readonly en: string;
}
interface PageOptions {
  readonly title: PageTexts;
  readonly root: string;
  readonly locale: Locale;
  readonly now: Date;
}

const texts = {
  zh: {
    sandbox: '这是演示用的沙箱，不会真的扣款。',
    pay: '确认支付',
    fail: '支付失败',
    late: '付款但延迟通知',
    repeat: '重复通知',
    trial: '后三项用来试验商户如何应对',
    back: '返回商家',
    number: '商户单号',
    paid: '支付成功',
    closed: '订单已关闭',
    expired: '已超过支付时间',
    unknown: '没有这笔支付',
    wallet: '待付款',
    empty: '没有待付款的订单',
    scan: '扫码后会看到的订单；点一下去支付。',
  },
  en: {
    sandbox: 'A sandbox for trying things out: no money moves.',
    pay: 'Pay',
    fail: 'Fail',
    late: 'Pay, notice late',
    repeat: 'Pay, notice repeated',
    trial: 'The last three try how the merchant copes',
    back: 'Back to the shop',
    number: 'Order reference',
    paid: 'Paid',
    closed: 'This order is closed',
    expired: 'The time to pay is over',
    unknown: 'There is no such payment',
    wallet: 'To pay',
    empty: 'Nothing to pay',
    scan: 'What scanning a code would show; choose one to pay.',
  },
} as const;

const yuan = (fen: number) => `${Math.floor(fen / 100).toLocaleString('en-US')}.${String(fen % 100).padStart(2, '0')}`;

function frame({ title, root, locale }: PageOptions, content: string): string {
  const name = escapeHtml(title[locale]);
  return `<!doctype html>
<html lang="${locale === 'zh' ? 'zh-CN' : 'en'}">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover"><meta name="robots" content="noindex">
<title>${name}</title>
<link rel="stylesheet" href="${root}/cashier.css">
</head>
<body><main>
<header><span class="mark">${name}</span></header>
${content}
</main></body></html>`;
}

/** The page a payer pays on. Plain forms: it needs no script. */
export function cashierPage(trade: Trade | undefined, options: PageOptions & { redirectUrl: string }): string {
  const { locale, now, root, redirectUrl } = options;
  const text = texts[locale];
  const ended =
    trade === undefined
      ? text.unknown
      : trade.state === 'paid'
        ? text.paid
        : trade.state === 'closed'
          ? text.closed
          : trade.expiresAt <= now
            ? text.expired
            : undefined;
  if (trade === undefined || ended !== undefined) {
    const back =
      redirectUrl === '' ? '' : `<div class="actions"><a class="button primary" href="${escapeHtml(redirectUrl)}">${text.back}</a></div>`;
    return frame(options, `<section class="card" role="status"><h1>${ended ?? ''}</h1></section>${back}`);
  }
  const query = new URLSearchParams({ trade_no: trade.tradeNo, locale, ...(redirectUrl !== '' && { redirect_url: redirectUrl }) });
  const action = (name: string, label: string, isPrimary = false) =>
    `<form method="post" action="${root}/cashier/${name}?${escapeHtml(query.toString())}"><button type="submit"${isPrimary ? ' class="primary"' : ''}>${label}</button></form>`;
  return frame(
    options,
    `<section class="card">
<div class="for">${escapeHtml(trade.description)}</div><div class="amount"><small>¥</small>${yuan(trade.amountFen)}</div>
<dl class="facts"><div><dt>${text.number}</dt><dd>${escapeHtml(trade.outTradeNo)}</dd></div></dl>
<p class="notice">${text.sandbox}</p></section>
<div class="actions">${action('pay', `${text.pay} ¥${yuan(trade.amountFen)}`, true)}<div class="pair">${action('pay-late', text.late)}${action('pay-repeat', text.repeat)}</div><div class="plain">${action('fail', text.fail)}</div><p class="try">${text.trial}</p></div>`,
  );
}

/** What the app on a phone would show after scanning: here every open trade, as nothing can be scanned. */
export function walletPage(trades: readonly Trade[], options: PageOptions): string {
  const { locale, root } = options;
  const text = texts[locale];
  const links = trades.map(
    (trade) =>
      `<a class="button" href="${root}/cashier?trade_no=${encodeURIComponent(trade.tradeNo)}&#38;locale=${locale}">${escapeHtml(trade.description)} · ¥${yuan(trade.amountFen)}</a>`,
  );
  return frame(
    options,
    `<section class="card"><h1>${links.length === 0 ? text.empty : text.wallet}</h1><p class="for">${text.scan}</p></section><div class="actions">${links.join('')}</div>`,
  );
}
