/** `npm start`: builds the web apps if their sources changed, then runs everything in this process. */
import { buildWeb } from './build-web.ts';

await buildWeb();
await import('../apps/server/src/main.ts');
