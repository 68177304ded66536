// Peak resident memory of training on a table of letter's size (20000 x 16, 26 classes), from a CSV
// file by the command line, in its own process.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url));
const measured = `process.on('exit', () => process.stderr.write('\\nmaxrss ' + process.resourceUsage().maxRSS + '\\n'))`;

function writeLetters(path) {
  const lines = [`${Array.from({ length: 16 }, (_, j) => `x${j}`).join()},letter`];
  for (let i = 0; i < 20000; i++) {
    const cells = Array.from({ length: 16 }, () => Math.floor(Math.random() * 16));
    lines.push(`${cells.join()},${String.fromCharCode(65 + ((cells[0] + cells[1]) % 26))}`);
  }
  writeFileSync(path, `${lines.join('\n')}\n`);
}

export function benchMemory() {
  const folder = mkdtempSync(join(tmpdir(), 'qcl-mixnet-bench-'));
  try {
    const csv = join(folder, 'letters.csv');
    writeLetters(csv);
    const preload = `data:text/javascript,${encodeURIComponent(measured)}`;
    const args = ['--import', preload, program, 'train', csv, '--target', 'letter', '--epochs', '5'];
    const run = spawnSync(process.execPath, [...args, '--out', join(folder, 'm.safetensors'), '--quiet'], {
      encoding: 'utf8',
    });
    if (run.status !== 0) throw new Error(`training failed: ${run.stderr}`);
    const kilobytes = Number(/maxrss (\d+)/.exec(run.stderr)?.[1]);
    return [{ what: 'peak memory, training 20000 x 16', unit: 'MB', ours: kilobytes / 1024, limit: 200 }];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
