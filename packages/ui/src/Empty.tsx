import type { ReactNode } from 'react';
import { type DrawingName, Drawing } from './Drawing.tsx';

export type EmptyProps = {
  drawing: DrawingName;
  title: string;
  words?: string | undefined;
  /** The next step: a button or a link. An empty screen without one is a dead end. */
  next?: ReactNode;
};

export function Empty({ drawing, title, words, next }: EmptyProps) {
  return (
    <section className="tz-empty">
      <Drawing name={drawing} />
      <h3 className="tz-empty-title">{title}</h3>
      {words === undefined ? null : <p className="tz-empty-words">{words}</p>}
      {next === undefined ? null : <div className="tz-empty-next">{next}</div>}
    </section>
  );
}
