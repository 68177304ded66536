// Runs a script of this project on Node 24 wherever Node comes from here: npm fetches the binary into its own
// cache, and nothing of it goes into node_modules. Arguments: the script and its arguments.
import { execFileSync, spawnSync } from 'node:child_process';
import { delimiter, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const find = ['exec', '--yes', '--package=node@24', '--', 'node', '-p', 'process.execPath'];
const node = execFileSync('npm', find, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] })
  .trim()
  .split('\n')
  .at(-1);

const version = execFileSync(node, ['-p', 'process.version'], { encoding: 'utf8' }).trim();
console.error(version);
if (!version.startsWith('v24.')) throw new Error(`npm gave ${node}, which is Node ${version}, not 24`);

// Workers and the programs that the script starts use the same binary, as do scripts that say `node`.
const env = { ...process.env, PATH: `${dirname(node)}${delimiter}${process.env.PATH}` };
const { status, signal, error } = spawnSync(node, process.argv.slice(2), {
  cwd: root,
  env,
  stdio: 'inherit',
});
if (error) throw error;
if (signal) console.error(`${process.argv[2]} was ended by ${signal}`);
process.exitCode = status ?? 1;
