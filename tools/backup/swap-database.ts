import pg from 'pg';
import { StartError } from '../../apps/server/src/start-error.ts';

interface Kind {
  readonly encoding: string;
  readonly provider: string;
  readonly collate: string;
  readonly ctype: string;
  readonly locale: string | null;
}

/**
 * Fills a new database beside the one of `url` and lets it take its name: until that one transaction the old one is
 * untouched, afterwards it is gone. Wants a role that may create databases.
 */
export async function swapDatabase(url: string, fill: (url: string) => Promise<void>): Promise<void> {
  const name = decodeURIComponent(new URL(url).pathname.slice(1));
  const fresh = `${name}_restoring`;
  const old = `${name}_replaced`;
  const quoted = (word: string) => pg.escapeIdentifier(word);
  await onServer(url, name, async (server) => {
    await server.query(`drop database if exists ${quoted(fresh)} with (force)`);
    await server.query(await createLike(server, name, fresh));
    try {
      await fill(withDatabase(url, fresh));
      // A restore that ended between its last two steps left it.
      await server.query(`drop database if exists ${quoted(old)} with (force)`);
      await server.query('begin');
      await server.query(`alter database ${quoted(name)} rename to ${quoted(old)}`);
      await server.query(`alter database ${quoted(fresh)} rename to ${quoted(name)}`);
      await server.query('commit');
    } catch (error) {
      await server.query('rollback').catch(() => {});
      await server.query(`drop database if exists ${quoted(fresh)} with (force)`).catch(() => {});
      throw (error as { code?: string }).code === '55006'
        ? new StartError(`Something else still uses the database ${name}. Stop it, then restore again.`)
        : error;
    }
    await server.query(`drop database if exists ${quoted(old)} with (force)`);
  });
}

async function onServer(url: string, name: string, work: (server: pg.Client) => Promise<void>): Promise<void> {
  const server = new pg.Client({ connectionString: withDatabase(url, name === 'postgres' ? 'template1' : 'postgres') });
  await server.connect();
  try {
    await work(server);
  } catch (error) {
    throw (error as { code?: string }).code === '42501'
      ? new StartError(`The role of DATABASE_URL may not create databases, which a restore needs: ${(error as Error).message}.`)
      : error;
  } finally {
    await server.end();
  }
}

/** Texts sort and compare by the rules of the database, so the new one gets those of the old one. */
async function createLike(server: pg.Client, name: string, fresh: string): Promise<string> {
  const { rows } = await server.query<Kind>(
    `select pg_encoding_to_char(encoding) as encoding, datlocprovider as provider, datcollate as collate, datctype as ctype, datlocale as locale
       from pg_database where datname = $1`,
    [name],
  );
  const kind = rows[0];
  if (kind === undefined) throw new StartError(`There is no database ${name}. Create it, empty, then restore again.`);
  const text = (word: string) => pg.escapeLiteral(word);
  const provider = { b: 'builtin', i: 'icu' }[kind.provider];
  const locale = provider === undefined ? '' : ` locale_provider ${provider} ${provider}_locale ${text(kind.locale ?? '')}`;
  return (
    `create database ${pg.escapeIdentifier(fresh)} template template0 encoding ${text(kind.encoding)}` +
    ` lc_collate ${text(kind.collate)} lc_ctype ${text(kind.ctype)}${locale}`
  );
}

function withDatabase(url: string, name: string): string {
  const other = new URL(url);
  other.pathname = `/${encodeURIComponent(name)}`;
  return other.href;
}
