import { writeFileSync } from 'node:fs';
import { printTokens } from './tokens.ts';

writeFileSync(new URL('./tokens.css', import.meta.url), printTokens());
