// npm run check:hangs [-- --runs 50] [--busy] [--fits 200]: checks that programs that fit many models in threads always
// end: auto on 102 rows, compare with svm-smote, many fits of svm-smote in one process. With --busy two endless loops
// run beside them. `node scripts/on-node.mjs 22 bench/check-hangs.mjs` does it on Node 22. Exit code 1 if any hung.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '50' },
    fits: { type: 'string', default: '200' },
    busy: { type: 'boolean', default: false },
    seconds: { type: 'string', default: '180' },
  },
});
const [runs, fits, seconds] = [values.runs, values.fits, values.seconds].map(Number);
const dist = (path) => fileURLToPath(new URL(`../dist/${path}`, import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'qcl-mixnet-hangs-'));
const table = join(folder, 'table.csv');

const lines = ['a,b,c,target'];
for (let i = 0; i < 102; i++) {
  const shift = i % 10 === 0 ? 1 : 0;
  const cells = [Math.sin(i * 3) + shift, Math.cos(i * 5), Math.sin(i * i) - shift];
  lines.push(`${cells.map((cell) => cell.toFixed(4)).join()},${shift ? 'rare' : 'n'}`);
}
writeFileSync(table, `${lines.join('\n')}\n`);

const manyFits = `
  const { SvmSmote, ThreadPool } = await import(${JSON.stringify(dist('index.js'))});
  const X = { data: Float32Array.from({ length: 300 }, (_, i) => Math.sin(i * i)), rows: 100, columns: 3 };
  const y = Array.from({ length: 100 }, (_, i) => i % 3);
  const executor = new ThreadPool();
  for (let seed = 0; seed < ${fits}; seed++) await new SvmSmote({ seed }).fit(X, y, { executor });`;
const main = dist('cli/main.js');
const model = join(folder, 'model.safetensors');
const compare = [
  ...[main, 'compare', table, '-t', 'target', '--no-model', '-q'],
  ...['--classifiers', 'svm-smote,decision-tree'],
];
const programs = new Map([
  [
    'train --classifier auto',
    [main, 'train', table, '-t', 'target', '-o', model, '--classifier', 'auto', '-q'],
  ],
  ['compare with svm-smote', compare],
  [`${fits} fits of svm-smote`, ['--input-type=module', '-e', manyFits]],
]);

/** `ok`, `hung`, or a description of the failure. */
function run(args) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'] });
    let complaint = '';
    let hung = false;
    const timer = setTimeout(() => {
      hung = true;
      child.kill('SIGKILL');
    }, seconds * 1000);
    child.stderr.on('data', (chunk) => {
      complaint += chunk;
    });
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      const failed = `failed: code ${code}, signal ${signal}: ${complaint.trim()}`;
      resolve(hung ? 'hung' : code === 0 && complaint === '' ? 'ok' : failed);
    });
  });
}

const loops = values.busy ? [1, 2].map(() => spawn(process.execPath, ['-e', 'for (;;);'])) : [];
let bad = 0;
console.log(`${process.version}, ${values.busy ? 'both cores busy' : 'quiet'}`);
for (const [name, args] of programs) {
  const outcomes = new Map();
  const started = performance.now();
  for (let i = 0; i < runs; i++) {
    const outcome = await run(args);
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    if (outcome !== 'ok') bad++;
  }
  const each = ((performance.now() - started) / 1000 / runs).toFixed(1);
  console.log(`${name}: ${[...outcomes].map(([what, n]) => `${n} ${what}`).join('; ')} (${each} s each)`);
}
for (const loop of loops) loop.kill('SIGKILL');
rmSync(folder, { recursive: true });
process.exitCode = bad > 0 ? 1 : 0;
