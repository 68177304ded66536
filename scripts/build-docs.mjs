// Builds the documentation site into site/: the API reference by typedoc into docs/api, then all of docs/ by VitePress,
// which fails on dead links.
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** @param {string[]} args */
function run(...args) {
  const { status, error } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' });
  if (error) throw error;
  if (status !== 0) process.exit(status ?? 1);
}

rmSync(join(root, 'docs/api'), { recursive: true, force: true });
run('node_modules/typedoc/bin/typedoc', '--options', 'typedoc.json');
run('node_modules/vitepress/bin/vitepress.js', 'build', 'docs');
