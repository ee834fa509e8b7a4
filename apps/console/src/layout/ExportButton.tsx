import { DownloadOutlined } from '@ant-design/icons';
import { App, Button } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { sentenceOf } from '../client.ts';
import { useT } from '../messages.ts';
import { csvOf, type CsvCell } from './csv.ts';

export interface CsvColumn<T> {
  readonly title: string;
  readonly cell: (item: T) => CsvCell;
}
interface Props<T> {
  /** Reads one page of what the list shows now. */
  readonly readPage: (cursor: string | undefined, signal: AbortSignal) => Promise<{ items: readonly T[]; nextCursor: string | null }>;
  readonly columns: readonly CsvColumn<T>[];
  readonly fileName: string;
}

function save(csv: string, fileName: string): void {
  const url = URL.createObjectURL(new Blob([csv], { type: 'text/csv' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = `${fileName}-${new Date().toISOString().slice(0, 10)}.csv`;
  link.click();
  // The download has its own hold on the file by then.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/** The whole list as it is filtered now, page by page, as a file; says how far it is, and a second tap stops it. */
export function ExportButton<T>({ readPage, columns, fileName }: Props<T>) {
  const t = useT();
  const { message } = App.useApp();
  const [read, setRead] = useState<number | null>(null);
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);
  const run = async () => {
    const abort = new AbortController();
    running.current = abort;
    const rows: CsvCell[][] = [columns.map(({ title }) => title)];
    setRead(0);
    try {
      for (let cursor: string | undefined, isMore = true; isMore;) {
        const page = await readPage(cursor, abort.signal);
        rows.push(...page.items.map((item) => columns.map(({ cell }) => cell(item))));
        setRead(rows.length - 1);
        cursor = page.nextCursor ?? undefined;
        isMore = cursor !== undefined;
      }
      save(csvOf(rows), fileName);
      void message.success(t('list.exported', { count: rows.length - 1 }));
    } catch (error) {
      if (!abort.signal.aborted) void message.error(sentenceOf(error));
    } finally {
      if (running.current === abort) {
        running.current = null;
        setRead(null);
      }
    }
  };
  const stop = () => {
    running.current?.abort();
    running.current = null;
    setRead(null);
  };
  return (
    <Button icon={<DownloadOutlined />} onClick={read === null ? () => void run() : stop} data-testid="export">
      {read === null ? t('list.export') : t('list.exporting', { count: read })}
    </Button>
  );
}
