/** A server as people run it, in its own process on its own PostgreSQL that waits for the disk, and a shop with buyers in it. */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { ProductInput } from '@tuanzi/contract/catalog';
import { pino } from 'pino';
import { modules } from '../../apps/server/src/app.ts';
import { createCategory, createProduct } from '../../apps/server/src/modules/catalog/index.ts';
import { createAccount, openSession } from '../../apps/server/src/modules/identity/index.ts';
import { createShop } from '../../apps/server/src/modules/shops/index.ts';
import { systemClock } from '../../apps/server/src/platform/clock.ts';
import { parseConfig } from '../../apps/server/src/platform/config.ts';
import { createApp, type RunningApp } from '../../apps/server/src/platform/create-app.ts';
import { systemActor } from '../../apps/server/src/platform/ctx.ts';
import { createDiskStorage } from '../../apps/server/src/platform/ports/disk-storage.ts';
import { noMedia } from '../../apps/server/src/platform/ports/media.ts';
import { startPostgres } from '../../apps/server/src/platform/postgres/start-postgres.ts';
import { cpuSecondsOf, cpuSecondsOfTree } from '../process-figures.ts';

export interface Buyer {
  readonly accountId: string;
  readonly cookie: string;
}
export interface Product {
  readonly productId: string;
  readonly skuId: string;
}
export interface CpuSeconds {
  readonly server: number;
  readonly postgres: number;
}
export interface ShopUnderLoad {
  readonly url: string;
  readonly serverPid: number;
  /** Seconds of processor used since the start; to be compared with a later answer. */
  cpuSeconds(): CpuSeconds;
  /** The same database through the same commands, to prepare and to check. */
  readonly app: RunningApp;
  readonly shopId: string;
  /** All its products are in it. */
  readonly categoryId: string;
  readonly buyers: readonly Buyer[];
  addProduct(stock: number): Promise<Product>;
  stop(): Promise<void>;
}

export const priceFen = 2990;
const main = path.join(import.meta.dirname, '../../apps/server/src/main.ts');

export interface ShopOptions {
  readonly buyerCount: number;
  readonly profileDir: string | undefined;
  readonly env?: Readonly<Record<string, string>>;
}

export async function startShop(options: ShopOptions): Promise<ShopUnderLoad> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'tuanzi-bench-'));
  const postgres = await startPostgres({ dataDir: folder });
  const env = {
    NODE_ENV: 'production',
    DATABASE_URL: postgres.url,
    DATA_DIR: path.join(folder, 'server'),
    RUN: 'web,jobs',
    PORT: '0',
    HOST: '127.0.0.1',
    LOG_LEVEL: 'error',
    RATE_LIMIT_PER_MINUTE: '100000000',
    ...options.env,
  };
  const { server, url } = await startServer(env, options.profileDir);
  const config = parseConfig({ ...env, DATA_DIR: path.join(folder, 'load') });
  const app = await createApp({
    config,
    databaseUrl: postgres.url,
    clock: systemClock,
    log: pino({ level: 'error' }),
    name: 'load',
    publicUrl: () => url,
    ports: () => ({
      payments: {},
      sms: { sendCode: () => Promise.resolve() },
      storage: createDiskStorage(path.join(folder, 'files')),
      media: noMedia,
    }),
  });
  for (const module of modules) module.setup?.(app);
  const { shopId, buyers } = await fillShop(app, options.buyerCount);
  // As PostgreSQL does by itself within a minute: until then it reads whole tables for a few rows.
  await app.database.pool.query('analyze');
  const categoryId = await app.transact(systemActor, (ctx) =>
    createCategory(ctx, shopId, { name: { zh: '苹果', en: 'Apples' }, parentId: null }),
  );
  return {
    url,
    serverPid: server.pid ?? 0,
    cpuSeconds: () => ({ server: cpuSecondsOf(server.pid ?? 0), postgres: cpuSecondsOfTree(postgres.pid) }),
    app,
    shopId,
    categoryId,
    buyers,
    addProduct: (stock) =>
      app.transact(systemActor, async (ctx) => {
        const { productId, skuIds } = await createProduct(
          ctx,
          shopId,
          ProductInput.parse({
            title: { zh: '洛川红富士苹果', en: 'Luochuan Fuji apples' },
            story: { zh: '塬上昼夜温差大，苹果又脆又甜。' },
            status: 'on_sale',
            categoryId,
            skus: [{ code: `B-${Math.random().toString(36).slice(2)}`, options: [], priceFen, stock }],
          }),
        );
        return { productId, skuId: skuIds[0] ?? '' };
      }),
    async stop() {
      await app.close();
      await new Promise((resolve) => {
        server.once('exit', resolve);
        server.kill('SIGTERM');
      });
      await postgres.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function startServer(env: Record<string, string>, profileDir: string | undefined): Promise<{ server: ChildProcess; url: string }> {
  const server = spawn(process.execPath, [...(profileDir === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profileDir}`]), main], {
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const line of createInterface({ input: server.stdout })) {
    if (!line.startsWith('ready ')) continue;
    server.stdout.resume();
    return { server, url: `http://127.0.0.1:${new URL(line.slice('ready '.length)).port}` };
  }
  throw new Error('the server did not start');
}

async function fillShop(app: RunningApp, buyerCount: number): Promise<{ shopId: string; buyers: Buyer[] }> {
  return app.transact(systemActor, async (ctx) => {
    const owner = await createAccount(ctx, { nickname: '店主', phone: '13900000000' });
    const shop = await createShop(ctx, {
      name: { zh: '秦岭鲜果', en: 'Qinling Fruit' },
      ownerId: owner.id,
      seller: { legalName: '眉县秦岭果业有限公司', licenceNo: '91610326MA6XXXXX0X', address: '陕西省宝鸡市眉县', contact: '0917-5540000' },
    });
    const buyers: Buyer[] = [];
    for (let i = 0; i < buyerCount; i++) {
      const { id } = await createAccount(ctx, { nickname: `顾客${i}号`, phone: `138${String(i).padStart(8, '0')}` });
      const { token } = await openSession(ctx, { accountId: id, device: 'load' });
      buyers.push({ accountId: id, cookie: `tuanzi_session=${token}` });
    }
    return { shopId: shop.id, buyers };
  });
}

/** Processor time in microseconds that each of `count` answers took since `before`: it says more than a rate where other work shares the machine. */
export function cpuMicrosEach(before: CpuSeconds, after: CpuSeconds, count: number): { server: number; postgres: number } {
  const each = (seconds: number) => Math.round((seconds * 1e6) / Math.max(1, count));
  return { server: each(after.server - before.server), postgres: each(after.postgres - before.postgres) };
}
