/** docs/access.md is committed, so that a change of who may do what is seen in review; this prints it. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { printAccessMatrix } from '../../apps/server/src/access-matrix.ts';

writeFileSync(join(import.meta.dirname, '../../docs/access.md'), printAccessMatrix());
