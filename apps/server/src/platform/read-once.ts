import type { App, Scrape } from './app.ts';

/** One reading for all gauges of a scrape that show parts of it. */
export function readOnce<T>(read: (app: App) => Promise<T>): (app: App, scrape: Scrape) => Promise<T> {
  let reading: { readonly of: Scrape; readonly value: Promise<T> } | undefined;
  return (app, scrape) => {
    if (reading?.of !== scrape) reading = { of: scrape, value: read(app) };
    return reading.value;
  };
}
