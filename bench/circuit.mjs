// Training steps of QCL-MixNet with a quantum circuit, by the number of qubits and layers, beside the paper's layers.
import { QclMixNet } from '../dist/index.js';
import { randomTable } from './network.mjs';

const ROWS = 512;
const COLUMNS = 16;
const EPOCHS = 5;
const STEPS = (EPOCHS * ROWS) / 64;
const ROUNDS = 5;

/**
 * Milliseconds of CPU of a whole step (batch of 64, 16 columns: mixup, forward, losses, backward, AdamW), and of the prediction
 * of 1,000 rows; the least of several rounds.
 */
export async function benchCircuit() {
  /** @type {{ what: string, options: import('../dist/index.js').QclMixNetOptions }[]} */
  const settings = [
    { what: "the paper's layers", options: {} },
    { what: 'no quantum part', options: { quantum: 'none' } },
    ...[2, 3, 4, 5, 6, 7, 8, 9, 10].map((qubits) => circuit(qubits, 2)),
    ...[1, 4, 8].flatMap((layers) => [4, 8].map((qubits) => circuit(qubits, layers))),
  ];
  const { X, y } = randomTable(ROWS, COLUMNS);
  const many = randomTable(1000, COLUMNS);
  // Compiled before the first measurement.
  for (let round = 0; round < ROUNDS; round++) await new QclMixNet({ epochs: EPOCHS }).fit(X, y);
  const rows = [];
  for (const { what, options } of settings) {
    let [step, prediction] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
    for (let round = 0; round < ROUNDS; round++) {
      const model = new QclMixNet({ ...options, epochs: EPOCHS, validationFraction: 0 });
      step = Math.min(step, (await cpuMilliseconds(() => model.fit(X, y))) / STEPS);
      await model.predictProba(many.X);
      prediction = Math.min(prediction, await cpuMilliseconds(() => model.predictProba(many.X)));
    }
    rows.push({ what: `step, ${what}`, unit: 'ms', ours: step });
    rows.push({ what: `1,000 predictions, ${what}`, unit: 'ms', ours: prediction });
  }
  return rows;
}

function circuit(qubits, layers) {
  return {
    what: `${qubits} qubits, ${layers} ${layers === 1 ? 'layer' : 'layers'}`,
    options: /** @type {const} */ ({ quantum: 'circuit', qubits, circuitLayers: layers }),
  };
}

async function cpuMilliseconds(work) {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
