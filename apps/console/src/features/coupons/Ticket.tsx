import { ZoneContext, formatDate } from '@tuanzi/ui/time.ts';
import type { Title } from '@tuanzi/contract/shapes';
import { useContext } from 'react';
import { conditionsOf, figureOf, thresholdWords, type TicketFacts, type TicketLanguage } from './ticket-words.ts';

const claim = { zh: '领取', en: 'Claim' } as const;

/** The ticket as shoppers see it, in the language asked for. */
export function Ticket({ title, facts, language }: { title: Title; facts: TicketFacts; language: TicketLanguage }) {
  const zone = useContext(ZoneContext);
  const date = (at: string) => formatDate(at, 'minute', language === 'zh' ? 'zh-CN' : 'en', zone);
  const { large, small } = figureOf(facts.terms, language);
  const isAmount = facts.terms.kind === 'amount';
  return (
    <article className="cu-ticket" lang={language === 'zh' ? 'zh-CN' : 'en'} data-testid={`ticket-${language}`}>
      <div className="cu-stub">
        <span className="cu-figure tz-figures" data-long={large.length > 4 || undefined}>
          {isAmount ? <small>{small}</small> : null}
          {large}
          {isAmount ? null : <small>{small}</small>}
        </span>
        <span className="cs-small tz-figures">{thresholdWords(facts.terms, language)}</span>
      </div>
      <div className="cu-body">
        <strong className="tz-line-2">{language === 'en' ? (title.en ?? title.zh) : title.zh}</strong>
        <ul className="cu-conditions cs-small tz-figures">
          {conditionsOf(facts, language, date).map((condition) => (
            <li key={condition}>{condition}</li>
          ))}
        </ul>
        <span className="cu-claim">{claim[language]}</span>
      </div>
    </article>
  );
}
