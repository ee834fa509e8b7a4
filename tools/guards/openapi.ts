/** openapi.json is committed, so that a change of the API is seen in review; this prints it and says whether it drifted. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { contract } from '@tuanzi/contract';
import { openApiDocument } from '../../apps/server/src/platform/http/openapi.ts';

export function printOpenApi(): string {
  return `${JSON.stringify(openApiDocument(contract, '0.1.0'), null, 1)}\n`;
}

export function isOpenApiCurrent(committed: string): boolean {
  return committed === printOpenApi();
}

const file = join(import.meta.dirname, '../../docs/openapi.json');
export function readOpenApi(): string {
  return readFileSync(file, 'utf8');
}

if (process.argv[1] === import.meta.filename) writeFileSync(file, printOpenApi());
