// Trains `auto` on one table and writes its probabilities and decisions, as automl_peers.py does for the peers:
//   node bench/automl-ours.mjs JOB.json
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readTable, saveModel, ThreadPool, trainOnTable } from '../dist/index.js';
import { selectRows } from '../dist/tables/preparation/table-parts.js';

const job = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const table = await readTable(job.file);
const executor = new ThreadPool();
const started = performance.now();
const { model, test } = await trainOnTable(selectRows(table, Int32Array.from(job.train)), {
  target: job.target,
  test: selectRows(table, Int32Array.from(job.test)),
  classifier: 'auto',
  executor,
});
const fitSeconds = (performance.now() - started) / 1000;
mkdirSync(job.model, { recursive: true });
await saveModel(model, join(job.model, 'model.safetensors'));
const { data, columns } = test.probabilities;
const rows = Array.from(test.predicted, (_, i) => Array.from(data.subarray(i * columns, (i + 1) * columns)));
writeFileSync(
  job.out,
  JSON.stringify({
    classes: model.classes.map(String),
    probabilities: rows,
    predicted: Array.from(test.predicted, String),
    fitSeconds,
  }),
);
