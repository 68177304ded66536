// npm run bench -- service [--seconds 5] [--rounds 3] [--minutes 1] [--rate 0] [--models boosting,qcl-mixnet,auto]
//   [--connections 10,50]: the built service with a client beside it (autocannon), one row a request, in turn with a bare Fastify
// route. Prints
//   - requests a second of both and their ratio (to reach: 0.6),
//   - the 99th percentile of the latency at half of the highest load (to reach: under 20 ms),
//   - the resident memory over `minutes` of load, with `rate` requests a second or, if it is 0, as many as are answered (to reach:
//     flat within 10 % after the first quarter),
//   - the answers to the requests that were under way or on open connections when the service got SIGTERM (to reach: all).
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import autocannon from 'autocannon';
import Table from 'cli-table3';
import { RandomStream } from '../dist/engine/random/random-stream.js';
import { saveModel, tableFromColumns, trainOnTable } from '../dist/index.js';
import { median } from './in-turn.mjs';

const LEAST_RATIO = 0.6;
const MOST_LATENCY = 20;
const MOST_GROWTH = 0.1;
/** Of the clients of memory and SIGTERM. */
const CONNECTIONS = 10;
const [ROWS, NUMBERS] = [1000, 12];
const TOWNS = ['north', 'south', 'east', 'west'];

/**
 * The options of each model by the name that it is served under.
 *
 * @type {Map<string, Pick<import('../dist/index.js').TrainOnTableOptions, 'classifier' | 'classifierOptions'>>}
 */
const MODELS = new Map([
  ['boosting', { classifier: 'boosting' }],
  ['qcl-mixnet', { classifier: 'qcl-mixnet', classifierOptions: { folded: true } }],
  ['auto', { classifier: 'auto' }],
]);

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '5' },
    rounds: { type: 'string', default: '3' },
    minutes: { type: 'string', default: '1' },
    rate: { type: 'string', default: '0' },
    connections: { type: 'string', default: '10,50' },
    models: { type: 'string', default: [...MODELS.keys()].join() },
  },
});
const [seconds, rounds, minutes] = [values.seconds, values.rounds, values.minutes].map(Number);
const rate = Number(values.rate);
const numbers = values.connections.split(',').map(Number);
const names = values.models.split(',');
const unknown = names.filter((name) => !MODELS.has(name));
if (
  unknown.length > 0 ||
  !(rate >= 0) ||
  ![seconds, rounds, minutes, ...numbers].every((value) => value > 0)
) {
  console.error(`Give positive numbers, and models among ${[...MODELS.keys()].join(', ')}.`);
  process.exit(2);
}

const here = (/** @type {string} */ path) => fileURLToPath(new URL(path, import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'qcl-mixnet-bench-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

/** Rows with a rare class of about 5 %. */
function rowsOf(count, seed) {
  const random = new RandomStream(seed, 'service');
  return Array.from({ length: count }, () => {
    const isRare = random.uniform() < 0.05;
    const numbers = Array.from({ length: NUMBERS }, (_, i) => [
      `x${i}`,
      Number((random.normal() + (isRare && i < 4 ? 1.5 : 0)).toFixed(4)),
    ]);
    return {
      ...Object.fromEntries(numbers),
      town: TOWNS[random.integer(TOWNS.length)],
      label: isRare ? 'rare' : 'usual',
    };
  });
}

async function trained(name) {
  const rows = rowsOf(ROWS, 1);
  const table = tableFromColumns(
    Object.keys(rows[0]).map((column) => [column, rows.map((row) => row[column])]),
  );
  const { model } = await trainOnTable(table, { target: 'label', ...MODELS.get(name) });
  const path = join(folder, `${name}.safetensors`);
  await saveModel(model, path);
  return path;
}

/** A process that writes its address to standard output. */
async function started(args) {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'ignore'] });
  let text = '';
  child.stdout.on('data', (data) => {
    text += data;
  });
  const end = () => child.kill('SIGKILL');
  process.on('exit', end);
  while (!/https?:\/\/\S+:\d+/.test(text)) {
    if (child.exitCode !== null) throw new Error(`${args.join(' ')} ended with code ${child.exitCode}`);
    await wait(20);
  }
  return { child, address: /https?:\/\/[\w.]+:\d+/.exec(text)?.[0] ?? '' };
}

const bodies = rowsOf(1000, 2).map(({ label, ...row }) => JSON.stringify({ rows: [row] }));
const requests = bodies.map((body) => ({ body }));

/**
 * @param {string} url
 * @param {{ duration: number, connections?: number, rate?: number }} options
 */
async function load(url, { duration, connections = CONNECTIONS, rate = 0 }) {
  const result = await autocannon({
    url,
    connections,
    duration,
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    requests,
    // It sends the requests of each second at once, and would count what they wait for that among their latencies.
    ...(rate > 0 && { overallRate: rate, ignoreCoordinatedOmission: true }),
  });
  if (result.non2xx > 0 || result.errors > 0) {
    throw new Error(`${url}: ${result.non2xx} answers without success, ${result.errors} errors`);
  }
  return { rate: result.requests.average, p99: result.latency.p99, p50: result.latency.p50 };
}

const paths = [];
for (const name of names) {
  console.error(`training ${name} ...`);
  paths.push(await trained(name));
}
const service = await started([here('../dist/cli/main.js'), 'serve', ...paths, '--port', '0']);
const bare = await started([here('./bare-service.mjs')]);
const urlOf = (name) => `${service.address}/v1/models/${name}/predict`;

console.error('load ...');
const table = new Table({
  head: [
    'model',
    'connections',
    'requests/s',
    'bare route',
    'ratio',
    'to reach',
    'p50 / p99 at half, ms',
    'to reach',
  ],
  style: { head: [], border: [] },
});
await load(`${bare.address}/predict`, { duration: 1 });
for (const name of names) {
  await load(urlOf(name), { duration: 1 });
  for (const connections of numbers) {
    const full = { duration: seconds, connections };
    const pairs = [];
    for (let round = 0; round < rounds; round++) {
      const theirs = await load(`${bare.address}/predict`, full);
      pairs.push({ ours: (await load(urlOf(name), full)).rate, theirs: theirs.rate });
    }
    const ours = median(pairs.map((pair) => pair.ours));
    const half = await load(urlOf(name), { ...full, rate: Math.round(ours / 2) });
    table.push([
      name,
      connections,
      Math.round(ours),
      Math.round(median(pairs.map(({ theirs }) => theirs))),
      median(pairs.map((pair) => pair.ours / pair.theirs)).toFixed(2),
      LEAST_RATIO,
      `${half.p50} / ${half.p99}`,
      `under ${MOST_LATENCY}`,
    ]);
  }
}
console.log(`Node ${process.version}, one row a request, medians of ${rounds} pairs in turn`);
console.log(table.toString());
bare.child.kill();

console.error(`memory over ${minutes} minutes ...`);
const resident = () =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${service.child.pid}/status`, 'utf8'))?.[1]) / 1024;
/** @type {number[]} */
const sizes = [];
const timer = setInterval(() => sizes.push(resident()), Math.min(1000 * 10, (minutes * 60_000) / 40));
const end = performance.now() + minutes * 60_000;
let total = 0;
while (performance.now() < end) {
  for (const name of names)
    total += (
      await load(urlOf(name), { duration: Math.min(20, Math.ceil((minutes * 60) / names.length)), rate })
    ).rate;
}
clearInterval(timer);
const quarter = Math.floor(sizes.length / 4);
const [early, late] = [median(sizes.slice(quarter, 2 * quarter)), median(sizes.slice(-quarter))];
console.log(
  `memory: ${early.toFixed(0)} MiB in the second quarter, ${late.toFixed(0)} MiB in the last (x${(late / early).toFixed(3)}, to reach: ` +
    `at most x${1 + MOST_GROWTH}); ${total > 0 ? 'every answer a success' : ''}`,
);

console.error('SIGTERM under load ...');
const counts = await stopUnderLoad(new URL(urlOf(names[0])));
console.log(
  `SIGTERM under load: ${counts.answered} requests answered, ${counts.refused} refused connections, ${counts.lost} lost (to reach: 0); ` +
    `exit code ${counts.code} after ${counts.milliseconds} ms`,
);
process.exit(counts.lost === 0 && counts.code === 0 ? 0 : 1);

/** Clients that send one request after the other on open connections, until the service refuses their connections. */
async function stopUnderLoad({ hostname, port, pathname }) {
  let [answered, refused, lost] = [0, 0, 0];
  const agent = new Agent({ keepAlive: true, maxSockets: 2 * CONNECTIONS });
  const one = (body) =>
    new Promise((resolve) => {
      let isConnected = false;
      const sent = request(
        {
          hostname,
          port,
          path: pathname,
          agent,
          method: 'POST',
          headers: { 'content-type': 'application/json' },
        },
        (answer) => {
          answer.resume();
          answer.on('end', () => resolve(answer.statusCode === 200 ? 'answered' : 'lost'));
          answer.on('error', () => resolve('lost'));
        },
      );
      sent.on('socket', (socket) => {
        if (!socket.connecting) isConnected = true;
        else
          socket.once('connect', () => {
            isConnected = true;
          });
      });
      sent.on('error', () => resolve(isConnected ? 'lost' : 'refused'));
      sent.end(body);
    });
  const client = async (first) => {
    for (let i = first; ; i++) {
      const result = await one(bodies[i % bodies.length]);
      if (result === 'answered') answered++;
      else if (result === 'lost') lost++;
      else {
        refused++;
        return;
      }
    }
  };
  const clients = Array.from({ length: 2 * CONNECTIONS }, (_, i) => client(i * 7));
  await wait(1500);
  const start = performance.now();
  service.child.kill('SIGTERM');
  const [code] = await once(service.child, 'exit');
  const milliseconds = Math.round(performance.now() - start);
  await Promise.all(clients);
  return { answered, refused, lost, code, milliseconds };
}
