import { appendFileSync } from 'node:fs';

/**
 * What the load was told, as a client remembers it. `unknown` means that nobody answered and the client gave up: such
 * a request may have been carried out once or not at all.
 */
export type Line =
  | {
      what: 'order';
      key: string;
      accountId: string;
      end: 'acknowledged' | 'refused' | 'unknown';
      orderId: string | null;
      teamId: string | null;
    }
  | { what: 'payment'; paymentId: string; orderId: string; amountFen: number; end: 'taken' | 'failed' | 'unknown' }
  | { what: 'seen-paid'; orderId: string }
  | { what: 'cancel'; orderId: string }
  | { what: 'refund'; orderId: string; amountFen: number; reason: string; end: 'acknowledged' | 'refused' | 'unknown' }
  | { what: 'join'; communityId: string; accountId: string }
  | { what: 'comment'; sceneId: string; accountId: string; text: string; end: 'acknowledged' | 'refused' | 'unknown'; seq: number | null }
  | { what: 'picture'; pictureId: string; url: string };

export type LineOf<W extends Line['what']> = Extract<Line, { what: W }>;

export interface Notebook {
  write(line: Line): void;
  of<W extends Line['what']>(what: W): LineOf<W>[];
}

/** Kept in a file as well, so that whoever looks into a failed run can read what was promised, and when. */
export function createNotebook(file: string): Notebook {
  const lines: Line[] = [];
  return {
    write(line) {
      lines.push(line);
      appendFileSync(file, `${JSON.stringify({ at: new Date().toISOString(), ...line })}\n`);
    },
    of: <W extends Line['what']>(what: W) => lines.filter((line): line is LineOf<W> => line.what === what),
  };
}
