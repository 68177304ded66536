// npm run research -- NAME [arguments]: runs research/NAME.mjs. With --help, what it is for and its arguments.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { commentAtTop } from '../scripts/program-arguments.mjs';

const [name, ...rest] = process.argv.slice(2);
const place = (/** @type {string} */ file) => fileURLToPath(new URL(file, import.meta.url));
const script = place(`./${name}.mjs`);
if (name === '--help' || name === undefined) {
  process.stdout.write(`${commentAtTop(place('./run.mjs'))}docs/research.md says which there are.\n`);
} else if (!/^[a-z-]+$/.test(name) || !existsSync(script)) {
  console.error(`npm run research -- NAME: there is no research/${name}.mjs`);
  process.exit(2);
} else if (rest.includes('--help')) {
  process.stdout.write(commentAtTop(script));
} else {
  process.exit(spawnSync(process.execPath, [script, ...rest], { stdio: 'inherit' }).status ?? 1);
}
