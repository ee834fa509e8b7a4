type Name = readonly [zh: string, en: string];

const names: readonly (readonly [pattern: RegExp, name: Name])[] = [
  [/^provider:/, ['支付渠道待结算', 'Clearing at the payment provider']],
  [/^shop:[^:]+:held$/, ['店铺待确认收入', 'Shop: paid, not completed']],
  [/^shop:[^:]+:settled$/, ['店铺已结算收入', 'Shop: settled']],
  [/^shop:[^:]+:commission$/, ['佣金支出', 'Shop: commission']],
  [/^promoter:[^:]+:pending$/, ['分销员待确认佣金', 'Promoter: pending']],
  [/^promoter:[^:]+:frozen$/, ['分销员冻结佣金', 'Promoter: frozen']],
  [/^promoter:[^:]+:available$/, ['分销员可用佣金', 'Promoter: available']],
];

/** What people call an account; an unknown one keeps its own name. */
export function nameOfAccount(account: string, locale: 'zh' | 'en'): string {
  const found = names.find(([pattern]) => pattern.test(account))?.[1];
  if (found === undefined) return account;
  const name = found[locale === 'zh' ? 0 : 1];
  return account.startsWith('provider:') ? `${name} (${account.slice('provider:'.length)})` : name;
}
