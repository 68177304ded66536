// npm run build:types && node bench/tsne.mjs [--peer]: t-SNE of noisy clusters, 600 and 5000 rows of 32 columns,
// with --peer also by scikit-learn (Debian: python3-sklearn) on one thread. Measures processor time, because
// elapsed time depends on other programs.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { RandomStream } from '../dist/engine/random/random-stream.js';
import { trustworthiness } from '../dist/manifold/trustworthiness.js';
import { tsne } from '../dist/manifold/tsne.js';

const COLUMNS = 32;
const CLUSTERS = 10;
const SIZES = [
  { rows: 600, limit: 2 },
  { rows: 5000, limit: 30 },
];

function clusters(rows) {
  const random = new RandomStream(1, 'clusters');
  const centres = Float32Array.from({ length: CLUSTERS * COLUMNS }, () => 2 * random.normal());
  const data = Float32Array.from({ length: rows * COLUMNS }, (_, i) => {
    const cluster = Math.floor(i / COLUMNS) % CLUSTERS;
    return centres[cluster * COLUMNS + (i % COLUMNS)] + random.normal();
  });
  return { data, rows, columns: COLUMNS };
}

const PEER = `
import json, sys, time
import numpy as np
from sklearn.manifold import TSNE, trustworthiness
rows = int(sys.argv[1])
X = np.frombuffer(sys.stdin.buffer.read(), np.float32).reshape(rows, -1)
started = time.process_time()
tsne = TSNE(init="pca", learning_rate="auto", random_state=0)
Y = tsne.fit_transform(X)
print(json.dumps(dict(seconds=time.process_time() - started, divergence=float(tsne.kl_divergence_), trust=trustworthiness(X, Y, n_neighbors=5))))
`;

/** Our t-SNE, in seconds of processor time. */
async function measured(X) {
  const before = process.cpuUsage();
  const { embedding, divergence } = await tsne(X);
  const { user, system } = process.cpuUsage(before);
  return { seconds: (user + system) / 1e6, embedding, divergence };
}

export async function benchTsne() {
  const found = [];
  for (const { rows, limit } of SIZES) {
    const { seconds } = await measured(clusters(rows));
    found.push({ what: `t-SNE of ${rows} rows, processor time`, ours: seconds, unit: 's', limit });
  }
  return found;
}

async function main() {
  for (const { rows, limit } of SIZES) {
    const X = clusters(rows);
    const { seconds, embedding, divergence } = await measured(X);
    const trust = await trustworthiness(X, embedding);
    const verdict = seconds < limit ? 'within' : 'NOT within';
    const line = (s, d, t) =>
      `${s.toFixed(2)} s, divergence ${d.toFixed(3)}, trustworthiness ${t.toFixed(4)}`;
    console.log(`${rows} rows: ${line(seconds, divergence, trust)}, ${verdict} ${limit} s`);
    if (!process.argv.includes('--peer')) continue;
    const run = spawnSync('/usr/bin/python3', ['-c', PEER, String(rows)], {
      input: Buffer.from(X.data.buffer),
      encoding: 'utf8',
      env: { ...process.env, OMP_NUM_THREADS: '1' },
    });
    if (run.status !== 0) throw new Error(`scikit-learn failed: ${run.stderr}`);
    const peer = JSON.parse(run.stdout);
    console.log(`  scikit-learn: ${line(peer.seconds, peer.divergence, peer.trust)}`);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
