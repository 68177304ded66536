// Approximate nearest neighbours beside the exact search: all rows among each other, and new rows, in seconds of processor
// time, the recall at 5, and the memory. Rows of 30 columns: clusters that vary in six directions each, and Gaussian noise,
// which no index can search well. `npm run bench -- neighbours --python PYTHON` adds pynndescent and hnswlib, if it has them.
import { spawnSync } from 'node:child_process';
import { Heap } from '../dist/engine/heap.js';
import { RandomStream } from '../dist/engine/random/random-stream.js';
import { ApproximateNeighbours } from '../dist/neighbours/approximate/approximate-neighbours.js';
import { NearestNeighbours } from '../dist/neighbours/nearest-neighbours.js';
import { exactNeighbours } from '../dist/neighbours/row-neighbours.js';

const COLUMNS = 30;
const CLUSTERS = 50;
const DIRECTIONS = 6;
const K = 5;
const QUERIES = 2000;
const SIZES = [10_000, 100_000];

/** Rows of 50 clusters, each a Gaussian in six directions of its own with noise around it. */
export function mixture(rows, columns = COLUMNS) {
  const random = new RandomStream(1, 'mixture');
  const normals = (n, scale) => Float64Array.from({ length: n }, () => scale * random.normal());
  const clusters = Array.from({ length: CLUSTERS }, () => ({
    centre: normals(columns, 2),
    directions: normals(columns * DIRECTIONS, DIRECTIONS ** -0.5),
  }));
  const data = new Float32Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    const { centre, directions } = clusters[random.integer(CLUSTERS)];
    const along = normals(DIRECTIONS, 1);
    for (let j = 0; j < columns; j++) {
      let value = centre[j] + 0.3 * random.normal();
      for (let d = 0; d < DIRECTIONS; d++) value += along[d] * directions[d * columns + j];
      data[row * columns + j] = value;
    }
  }
  return { data, rows, columns };
}

function noise(rows) {
  const random = new RandomStream(1, 'noise');
  const data = Float32Array.from({ length: rows * COLUMNS }, () => random.normal());
  return { data, rows, columns: COLUMNS };
}

/** Seconds of processor time, and the result. */
async function timed(work) {
  const before = process.cpuUsage();
  const result = await work();
  const { user, system } = process.cpuUsage(before);
  return { seconds: (user + system) / 1e6, result };
}

/** The share of the exact neighbours that are among those found. */
function recall(found, exact) {
  let hits = 0;
  for (let i = 0; i < exact.indices.length; i += exact.k) {
    const own = new Set(found.indices.subarray(i, i + found.k));
    for (const index of exact.indices.subarray(i, i + exact.k)) if (own.has(index)) hits++;
  }
  return hits / exact.indices.length;
}

const PEERS = `
import json, sys, time
try:
    import numpy as np
except ImportError:
    print("{}")
    sys.exit()
rows, queries, k = map(int, sys.argv[1:4])
data = np.frombuffer(sys.stdin.buffer.read(), np.float32).reshape(rows + queries, -1)
X, Q = data[:rows], data[rows:]
found = {}
try:
    import pynndescent
    pynndescent.NNDescent(X[:500], n_neighbors=k + 1, n_jobs=1)  # compiles
    t = time.process_time()
    index = pynndescent.NNDescent(X, n_neighbors=2 * k + 2, random_state=1, n_jobs=1)
    graph = index.neighbor_graph[0]
    found["pynndescent"] = dict(build=time.process_time() - t, indices=graph[:, 1:k + 1].tolist())
except ImportError:
    pass
try:
    import hnswlib
    t = time.process_time()
    index = hnswlib.Index(space="l2", dim=X.shape[1])
    index.init_index(max_elements=rows, M=16, ef_construction=100, random_seed=1)
    index.set_num_threads(1)
    index.add_items(X, num_threads=1)
    index.set_ef(40)
    graph = index.knn_query(X, k=k + 1, num_threads=1)[0]
    found["hnswlib"] = dict(build=time.process_time() - t, indices=graph[:, 1:].tolist())
except ImportError:
    pass
print(json.dumps(found))
`;

function peers(python, X, queries) {
  const run = spawnSync(python, ['-c', PEERS, String(X.rows), String(queries.rows), String(K)], {
    input: Buffer.concat(
      [X, queries].map(({ data }) => Buffer.from(data.buffer, data.byteOffset, data.byteLength)),
    ),
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  if (run.status !== 0) throw new Error(`${python} failed: ${run.stderr}`);
  return Object.entries(JSON.parse(run.stdout));
}

async function compare(name, rows, python) {
  const all = name === 'clusters' ? mixture(rows + QUERIES) : noise(rows + QUERIES);
  const X = { ...all, rows, data: all.data.subarray(0, rows * COLUMNS) };
  const queries = { ...all, rows: QUERIES, data: all.data.subarray(rows * COLUMNS) };
  const heap = await Heap.ofThread();
  const bytes = () => heap.buffer().byteLength;
  const start = bytes();
  const approximate = await timed(async () => {
    const index = await ApproximateNeighbours.create(X, { neighbours: K, seed: 1 });
    return { index, ...(await index.amongThemselves()) };
  });
  const { index } = approximate.result;
  const memory = bytes() - start;
  await index.nearest({ ...queries, rows: 1, data: queries.data.subarray(0, COLUMNS) }, K);
  const found = await timed(() => index.nearest(queries, K));
  const { recall: estimated } = index;
  index.release();
  const exact = await timed(() => exactNeighbours(X, K));
  const search = await NearestNeighbours.create(X);
  const nearest = await timed(() => search.nearest(queries, K));
  search.release();
  const what = `${name}, ${rows} rows`;
  const ratio = (a, b) => ({ ours: a.seconds, peer: b.seconds, ratio: b.seconds / a.seconds, unit: 's' });
  const lines = [
    { what: `${what}: ${K} neighbours of each row (peer: exact search)`, ...ratio(approximate, exact) },
    { what: `  ${QUERIES} new rows (peer: exact search)`, ...ratio(found, nearest) },
    {
      what: '  recall of the rows, at 5',
      ours: recall(approximate.result, exact.result),
      unit: '',
      target: 0.95,
    },
    { what: '  recall estimated by the index', ours: estimated, unit: '' },
    { what: '  recall of the new rows', ours: recall(found.result, nearest.result), unit: '' },
    { what: '  memory of the index and its building', ours: memory / 2 ** 20, unit: 'MiB' },
  ];
  for (const [peer, { build, indices }] of peers(python, X, queries)) {
    lines.push(
      {
        what: `  ${peer}, ${K} neighbours of each row`,
        ours: approximate.seconds,
        peer: build,
        ratio: build / approximate.seconds,
        unit: 's',
      },
      {
        what: `  recall of ${peer}`,
        ours: recall(approximate.result, exact.result),
        peer: recall({ k: K, indices: Int32Array.from(indices.flat()) }, exact.result),
        unit: '',
      },
    );
  }
  return lines;
}

export async function benchNeighbours(_, { python }) {
  const lines = [];
  for (const name of ['clusters', 'noise']) {
    for (const rows of SIZES) lines.push(...(await compare(name, rows, python)));
  }
  return lines;
}
