// npm run research -- NAME [arguments]: runs research/NAME.mjs. With --help, the comment at its top.

import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const [name, ...rest] = process.argv.slice(2);
const script = fileURLToPath(new URL(`./${name}.mjs`, import.meta.url));
if (!/^[a-z-]+$/.test(name ?? '') || !existsSync(script)) {
  console.error(`npm run research -- NAME: there is no research/${name ?? 'NAME'}.mjs`);
  process.exit(2);
}
if (rest.includes('--help')) {
  const [comment] = /^(\/\/.*\n)+/.exec(readFileSync(script, 'utf8')) ?? ['// It takes no arguments.\n'];
  process.stdout.write(comment.replaceAll(/^\/\/ ?/gm, ''));
} else {
  process.exit(spawnSync(process.execPath, [script, ...rest], { stdio: 'inherit' }).status ?? 1);
}
