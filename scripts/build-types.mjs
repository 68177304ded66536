// Compiles src/ with tsc into dist/ while other processes may be using it (`npm pack` and `npx` in the clone run
// `prepare`, and so this script). tsc writes into its own folder; then only the files that differ are moved into dist/,
// each by one rename, and files that the build no longer makes are removed.
import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = join(root, 'dist');
const tsc = join(root, 'node_modules/typescript/bin/tsc');

/** @param {string} folder */
const filesOf = (folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) =>
    statSync(join(folder, path), { throwIfNoEntry: false })?.isFile(),
  );

/**
 * @param {string} from
 * @param {string} to
 */
function move(from, to) {
  if (existsSync(to) && readFileSync(from).equals(readFileSync(to))) return;
  mkdirSync(dirname(to), { recursive: true });
  renameSync(from, to);
}

// In the project, because a rename cannot cross file systems.
const fresh = mkdtempSync(join(root, '.build-'));
process.on('exit', () => rmSync(fresh, { recursive: true, force: true }));
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
  process.on(signal, () => process.exit(1));
}

try {
  execFileSync(process.execPath, [tsc, '-p', 'tsconfig.build.json', '--outDir', fresh], {
    cwd: root,
    stdio: 'inherit',
  });
} catch {
  // tsc has printed the errors.
  process.exit(1);
}
mkdirSync(dist, { recursive: true });
const built = filesOf(fresh);
for (const path of built) move(join(fresh, path), join(dist, path));

const wanted = new Set(built);
for (const path of filesOf(dist)) if (!wanted.has(path)) rmSync(join(dist, path), { force: true });
for (const { name, parentPath } of readdirSync(dist, { recursive: true, withFileTypes: true }).filter(
  (entry) => entry.isDirectory(),
)) {
  const folder = join(parentPath, name);
  if (existsSync(folder) && filesOf(folder).length === 0) rmSync(folder, { recursive: true, force: true });
}
