/**
 * Speed and memory of reading a large numeric CSV file, compared with csv-parse in the same run.
 *
 *   node bench/read-csv.mjs [--json] [--dist <folder>] [--megabytes 200]
 *
 * Each reader runs in its own process, so that its peak resident memory can be measured. csv-parse gets a file of a tenth
 * of the size, being some ten times slower. The file has cells like measurements (6 decimals, 1 decimal, one digit) and
 * is the same in every run. Limits: at least 80 MB/s, and less than twice the size of the file in memory.
 */
import { execFileSync } from 'node:child_process';
import { closeSync, createReadStream, mkdtempSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';

const COLUMNS = 24;
const LEAST_MEGABYTES_PER_SECOND = 80;
const MOST_MEMORY_RATIO = 2;

const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    dist: { type: 'string', default: fileURLToPath(new URL('../dist', import.meta.url)) },
    megabytes: { type: 'string', default: '200' },
    // Set by this script for its child processes only.
    reader: { type: 'string' },
    file: { type: 'string' },
  },
});

/** A 32-bit linear congruential generator (Numerical Recipes), so that the file is always the same. */
function uniformNumbers(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

function writeTable(path, bytes) {
  const uniform = uniformNumbers(1);
  const cells = [
    () => (uniform() * 4 - 2).toFixed(6),
    () => (uniform() * 1000).toFixed(1),
    () => String(Math.floor(uniform() * 10)),
  ];
  const file = openSync(path, 'w');
  let text = `${Array.from({ length: COLUMNS }, (_, c) => `column_${c}`).join(',')}\n`;
  for (let written = 0; written < bytes; ) {
    for (let r = 0; r < 1000; r++) {
      text += `${Array.from({ length: COLUMNS }, (_, c) => cells[c % cells.length]()).join(',')}\n`;
    }
    written += writeSync(file, text);
    text = '';
  }
  closeSync(file);
}

const readers = {
  async 'qcl-mixnet'(file) {
    const module = join(resolve(options.dist), 'platform/node/files/read-table-file.js');
    const { readTable } = await import(pathToFileURL(module).href);
    return (await readTable(file)).rows;
  },
  /**
   * csv-parse in the fastest way that was tried: streamed, with numbers converted outside. Its `cast` option allocates an
   * object per cell and is some ten times slower, so it would not be a fair comparison.
   */
  async 'csv-parse'(file) {
    const { parse } = await import('csv-parse');
    const columns = Array.from({ length: COLUMNS }, () => []);
    const records = createReadStream(file).pipe(parse({ from_line: 2 }));
    for await (const record of records) for (let c = 0; c < COLUMNS; c++) columns[c].push(Number(record[c]));
    return columns[0].length;
  },
};

/** In the child process: reads once and reports as JSON. */
async function measure(reader, file) {
  const started = performance.now();
  const rows = await readers[reader](file);
  const seconds = (performance.now() - started) / 1000;
  const bytes = statSync(file).size;
  const peakBytes = process.resourceUsage().maxRSS * 1024;
  console.log(
    JSON.stringify({
      reader,
      rows,
      fileMegabytes: bytes / 1e6,
      megabytesPerSecond: bytes / 1e6 / seconds,
      peakMegabytes: peakBytes / 1e6,
      memoryRatio: peakBytes / bytes,
    }),
  );
}

function run(reader, file) {
  const script = fileURLToPath(import.meta.url);
  const args = [script, '--reader', reader, '--file', file, '--dist', options.dist];
  return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' }));
}

function report() {
  const folder = mkdtempSync(join(tmpdir(), 'read-csv-'));
  try {
    const bytes = Number(options.megabytes) * 1e6;
    const large = join(folder, 'large.csv');
    const small = join(folder, 'small.csv');
    writeTable(large, bytes);
    writeTable(small, bytes / 10);
    const ours = run('qcl-mixnet', large);
    const oursOnSmall = run('qcl-mixnet', small);
    const peer = run('csv-parse', small);
    const result = {
      benchmark: 'read-csv',
      machine: { node: process.version, cpu: cpus()[0].model, threads: availableParallelism() },
      ours,
      oursOnSmall,
      peer,
      speedRatio: oursOnSmall.megabytesPerSecond / peer.megabytesPerSecond,
      limits: { megabytesPerSecond: LEAST_MEGABYTES_PER_SECOND, memoryRatio: MOST_MEMORY_RATIO },
      withinLimits:
        ours.megabytesPerSecond >= LEAST_MEGABYTES_PER_SECOND && ours.memoryRatio < MOST_MEMORY_RATIO,
    };
    if (options.json) {
      console.log(JSON.stringify(result, null, 2));
      return;
    }
    for (const each of [ours, oursOnSmall, peer]) {
      console.log(
        `${each.reader.padEnd(10)} ${each.fileMegabytes.toFixed(0).padStart(4)} MB file ${each.megabytesPerSecond.toFixed(1).padStart(7)} MB/s ${each.peakMegabytes.toFixed(0).padStart(5)} MB peak (${each.memoryRatio.toFixed(2)} x file)`,
      );
    }
    console.log(`qcl-mixnet is ${result.speedRatio.toFixed(1)} x as fast as csv-parse on the same file`);
    console.log(result.withinLimits ? 'within limits' : 'NOT within limits');
  } finally {
    rmSync(folder, { recursive: true });
  }
}

if (options.reader === undefined) report();
else await measure(options.reader, options.file);
