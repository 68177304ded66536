// Runs a script of this project on another version of Node: npm fetches the binary into its own cache, not into
// node_modules. Arguments: the major version, the script and its arguments.
import { execFileSync, spawnSync } from 'node:child_process';
import { delimiter, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

const [major, ...command] = process.argv.slice(2);
if (!/^\d+$/.test(major ?? '') || command.length === 0) {
  throw new Error('usage: node scripts/on-node.mjs 24 SCRIPT [ARGUMENT ...]');
}
const root = fileURLToPath(new URL('..', import.meta.url));
const find = ['exec', '--yes', `--package=node@${major}`, '--', 'node', '-p', 'process.execPath'];
const node = execFileSync('npm', find, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] })
  .trim()
  .split('\n')
  .at(-1);

const version = execFileSync(node, ['-p', 'process.version'], { encoding: 'utf8' }).trim();
console.error(version);
if (!version.startsWith(`v${major}.`))
  throw new Error(`npm returned ${node}, which is Node ${version}, not ${major}`);

// Workers, child programs and scripts that call `node` use the same binary.
const env = { ...process.env, PATH: `${dirname(node)}${delimiter}${process.env.PATH}` };
const { status, signal, error } = spawnSync(node, command, {
  cwd: root,
  env,
  stdio: 'inherit',
});
if (error) throw error;
if (signal) console.error(`${command[0]} was terminated by ${signal}`);
process.exitCode = status ?? 1;
