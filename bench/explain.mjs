// npm run bench -- explain [--python PYTHON]: what explanations take, in processor time. The rows of a boosted model beside
// XGBoost's `pred_contribs` of a model of the same shape, in turn; a row of `auto`, sampled; a whole model. PYTHON has
// XGBoost.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { RandomStream } from '../dist/engine/random/random-stream.js';
import {
  explainModel,
  explainRows,
  selectRows,
  smallestChange,
  tableFromColumns,
  trainOnTable,
} from '../dist/index.js';
import { inTurn, median } from './in-turn.mjs';
import { hasPeer, startPython } from './peer.mjs';

const ROWS = 3000;
const COLUMNS = 20;
const EXPLAINED = 1000;
const SHAPE = { rounds: 100, depth: 6 };
const TURNS = 7;

/** Columns of normal values; one row in ten is rare. */
function rareRows() {
  const random = new RandomStream(5, 'explained');
  const data = Float64Array.from({ length: ROWS * COLUMNS }, () => random.normal());
  const y = Uint8Array.from({ length: ROWS }, (_, row) => {
    const [a, b, c, d] = data.subarray(row * COLUMNS);
    return Number(a + b * c - Math.abs(d) + random.normal() > 1.4);
  });
  const columns = Array.from({ length: COLUMNS }, (_, c) => [
    `n${c}`,
    Array.from({ length: ROWS }, (_, row) => data[row * COLUMNS + c]),
  ]);
  const target = ['target', Array.from(y, (rare) => (rare ? 'rare' : 'common'))];
  // @ts-expect-error pairs, not arrays of both
  return { data, y, table: tableFromColumns([...columns, target]) };
}

/** Processor time of a call in seconds. */
async function processorSeconds(action, calls = 1) {
  const start = process.cpuUsage();
  for (let call = 0; call < calls; call++) await action();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1e6 / calls;
}

async function milliseconds(action, calls = 1) {
  const times = [];
  for (let turn = 0; turn <= TURNS; turn++) times.push(1000 * (await processorSeconds(action, calls)));
  return median(times.slice(1));
}

/**
 * @param {unknown} _ the peer of other benchmarks
 * @param {{ python: string }} options
 */
export async function benchExplain(_, { python }) {
  const { data, y, table } = rareRows();
  const first = selectRows(table, Int32Array.of(0));
  const some = selectRows(
    table,
    Int32Array.from({ length: EXPLAINED }, (_, row) => row),
  );
  const hasXgboost = hasPeer('xgboost', python);
  if (!hasXgboost) console.error(`${python} lacks xgboost: no peer.`);
  const script = fileURLToPath(new URL('./explain_peer.py', import.meta.url));
  const peer = hasXgboost ? startPython(script, 'the peer of explain', python) : undefined;
  const folder = mkdtempSync(join(tmpdir(), 'explain-'));
  try {
    const job = { X: join(folder, 'X'), y: join(folder, 'y'), columns: COLUMNS, rows: EXPLAINED, ...SHAPE };
    writeFileSync(job.X, data);
    writeFileSync(job.y, y);
    const { model: boosted } = await trainOnTable(table, {
      target: 'target',
      classifier: 'boosting',
      classifierOptions: { nEstimators: SHAPE.rounds, maxDepth: SHAPE.depth, learningRate: 0.1 },
    });
    const beside = await inTurn(
      TURNS,
      () => processorSeconds(() => explainRows(boosted, some)),
      peer && (async () => (await peer.ask(job)).seconds),
    );
    const { model: auto } = await trainOnTable(table, { target: 'target', classifier: 'auto' });
    return [
      { what: `boosting, reasons of ${EXPLAINED} rows of 20 columns`, unit: 's', ...beside, target: 0.5 },
      {
        what: 'boosting, reasons of a row',
        unit: 'ms',
        ours: await milliseconds(() => explainRows(boosted, first), 50),
        limit: 5,
      },
      {
        what: 'auto, reasons of a row',
        unit: 'ms',
        ours: await milliseconds(() => explainRows(auto, first), 3),
        limit: 200,
      },
      {
        what: 'auto, smallest change of three columns of a row',
        unit: 'ms',
        ours: await milliseconds(() => smallestChange(auto, first, { vary: ['n0', 'n1', 'n2'] })),
      },
      {
        what: 'auto, importance and partial dependence',
        unit: 's',
        ours: (await milliseconds(() => explainModel(auto, some))) / 1000,
      },
    ];
  } finally {
    peer?.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
