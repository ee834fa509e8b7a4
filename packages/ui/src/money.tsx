export type PriceProps = {
  fen: number;
  /** The earlier price, shown struck through. Show it only where it was really charged. */
  wasFen?: number | undefined;
  size?: 's' | 'm' | 'l';
  tone?: 'persimmon' | 'ink' | 'leaf' | 'video';
  /** `auto` leaves out ".00"; columns of money ask for `always`. */
  cents?: 'auto' | 'always';
  /** A word before the sign, as "from" in a list of SKUs. */
  before?: string;
  after?: string;
};

const thousands = (yuan: number) => String(yuan).replace(/\B(?=(\d{3})+$)/g, ',');

function partsOf(fen: number, cents: 'auto' | 'always') {
  const absolute = Math.abs(Math.round(fen));
  const rest = absolute % 100;
  return {
    minus: fen < 0 ? '-' : '',
    yuan: thousands((absolute - rest) / 100),
    cents: rest === 0 && cents === 'auto' ? '' : `.${String(rest).padStart(2, '0')}`,
  };
}

/** 123456 → "¥1,234.56"; with `auto`, 490000 → "¥4,900". */
export function formatFen(fen: number, cents: 'auto' | 'always' = 'always'): string {
  const parts = partsOf(fen, cents);
  return `${parts.minus}¥${parts.yuan}${parts.cents}`;
}

/** A price: small sign and cents, figures of equal width. Screen readers hear it as one amount. */
export function Price({ fen, wasFen, size = 'm', tone = 'persimmon', cents = 'auto', before, after }: PriceProps) {
  const parts = partsOf(fen, cents);
  return (
    <>
      <span className="tz-price" data-size={size} data-tone={tone}>
        <span className="tz-heard">{`${before ?? ''}${formatFen(fen, cents)}${after ?? ''}`}</span>
        <span aria-hidden="true">
          {before ? <span className="tz-price-sign">{before}</span> : null}
          <span className="tz-price-sign">{parts.minus}¥</span>
          {parts.yuan}
          {parts.cents ? <span className="tz-price-cents">{parts.cents}</span> : null}
          {after ? <span className="tz-price-cents">{after}</span> : null}
        </span>
      </span>
      {wasFen !== undefined && wasFen > fen ? <s className="tz-price-was">{formatFen(wasFen, 'auto')}</s> : null}
    </>
  );
}
