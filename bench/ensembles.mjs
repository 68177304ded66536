// npm run bench -- ensembles: fitting qcl-ensemble and auto on 1,000 rows of 20 columns with one thread per core, and
// predicting one row with each. There is no peer.
import { RandomStream } from '../dist/engine/random/random-stream.js';
import { classifiers } from '../dist/index.js';
import { median } from './in-turn.mjs';

const [ROWS, COLUMNS] = [1000, 20];
const MOST_SECONDS = new Map([
  ['qcl-ensemble', 10],
  ['auto', 60],
]);
const MOST_MILLISECONDS = 1;

/** Three overlapping clusters with a rare class of 5 %. */
function cloud(rows) {
  const random = new RandomStream(1, 'cloud');
  const y = Array.from({ length: rows }, (_, i) => (i % 20 === 0 ? 2 : i % 3 === 0 ? 1 : 0));
  const data = Float32Array.from(
    { length: rows * COLUMNS },
    (_, at) => random.normal() + ((at % COLUMNS) % 3 === y[Math.floor(at / COLUMNS)] ? 0.6 : 0),
  );
  return { X: { data, rows, columns: COLUMNS }, y };
}

export async function benchEnsembles() {
  const { X, y } = cloud(ROWS);
  const one = { data: X.data.slice(0, COLUMNS), rows: 1, columns: COLUMNS };
  const rows = [];
  for (const [name, limit] of MOST_SECONDS) {
    const classifier = classifiers.find((entry) => entry.name === name).create();
    const started = performance.now();
    await classifier.fit(X, y);
    rows.push({
      what: `${name}, fit ${ROWS} x ${COLUMNS}`,
      ours: (performance.now() - started) / 1000,
      unit: 's',
      limit,
    });
    const times = [];
    for (let turn = 0; turn < 300; turn++) {
      const begun = performance.now();
      await classifier.predictProba(one);
      times.push(performance.now() - begun);
    }
    rows.push({ what: `${name}, predict a row`, ours: median(times), unit: 'ms', limit: MOST_MILLISECONDS });
  }
  return rows;
}
