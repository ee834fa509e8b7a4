/** `npm run seed`: loads the demo shop into the installation of DATA_DIR or DATABASE_URL, if it has no shop yet. */
import { startServer } from '../apps/server/src/start-server.ts';

const server = await startServer([], { ...process.env, DEMO: '1', RUN: '', PORT: '0' }, (line) => console.log(line));
await server.stop();
