/** Training by libsvm (Chang & Lin, 2011): C-SVC without probabilities, which uses no random numbers. */
import { InputError } from '../errors.js';
import { countOf } from '../text/name-list.js';
import type { SvmMachines, SvmTraining } from './svm-training.js';

/** The used part of the package libsvm-js. */
export interface Libsvm {
  readonly SVM_TYPES: Readonly<Record<'C_SVC', string>>;
  readonly KERNEL_TYPES: Readonly<Record<'LINEAR' | 'RBF', string>>;
  new (options: LibsvmOptions): LibsvmMachine;
}

interface LibsvmOptions {
  readonly type: string;
  readonly kernel: string;
  readonly gamma?: number;
  readonly cost: number;
  readonly tolerance: number;
  /** Megabytes. */
  readonly cacheSize: number;
  /** Factor of the cost by label. */
  readonly weight: Readonly<Record<number, number>>;
  readonly quiet: true;
}

interface LibsvmMachine {
  train(samples: readonly Float32Array[], labels: readonly number[]): void;
  getSVIndices(): number[];
  serializeModel(): string;
  free(): void;
}

/** Memory of libsvm per value of a row: an index and a 64-bit number. */
const BYTES_OF_VALUE = 16;
const MEMORY_BYTES = 2 ** 31;

/**
 * Trains machines for all pairs of classes; `groups` has the row indices of each class. Support vectors are exact
 * copies of their rows.
 *
 * @param weights factor of C for each group
 * @throws InputError if the rows do not fit into libsvm's memory, or too many classes have a weight.
 */
export function trainMachinesOn(
  Svm: Libsvm,
  job: SvmTraining,
  groups: readonly Int32Array[],
  weights: readonly number[],
): SvmMachines {
  const { columns, kernel } = job;
  const numbers = groups.flatMap((group) => Array.from(group));
  const labels = groups.flatMap((group, c) => new Array<number>(group.length).fill(c));
  checkMemory(numbers.length, job);
  const row = (number: number) => job.rows.subarray(number * columns, (number + 1) * columns);
  const svm = new Svm({
    type: Svm.SVM_TYPES.C_SVC,
    kernel: kernel.kind === 'rbf' ? Svm.KERNEL_TYPES.RBF : Svm.KERNEL_TYPES.LINEAR,
    gamma: kernel.kind === 'rbf' ? kernel.gamma : undefined,
    cost: job.C,
    tolerance: job.tolerance,
    cacheSize: job.cacheSize,
    weight: costFactors(weights),
    quiet: true,
  });
  try {
    svm.train(numbers.map(row), labels);
    const support = svm.getSVIndices();
    const supportVectors = new Float32Array(support.length * columns);
    support.forEach((index, s) => {
      supportVectors.set(row(numbers[index]), s * columns);
    });
    return { kernel, columns, supportVectors, ...parseModel(svm.serializeModel()) };
  } finally {
    svm.free();
  }
}

/** libsvm reads its options from a line of 256 characters, and silently fails if it is longer. */
const MOST_FACTORS = 8;
const FACTOR_DIGITS = 6;

/** The factors that are not 1, which is libsvm's default, by label. */
function costFactors(weights: readonly number[]): Record<number, number> {
  const factors = weights.flatMap((weight, c) =>
    weight === 1 ? [] : [[c, Number(weight.toPrecision(FACTOR_DIGITS))]],
  );
  if (factors.length <= MOST_FACTORS) return Object.fromEntries(factors);
  throw new InputError(
    `classWeight differs for ${factors.length} classes, but libsvm-js accepts weights for at most ${MOST_FACTORS}: ` +
      'omit it (SMOTE balances the classes), or use another classifier',
  );
}

function checkMemory(rows: number, { columns, cacheSize }: SvmTraining): void {
  const needed = rows * (columns + 1) * BYTES_OF_VALUE + cacheSize * 2 ** 20;
  if (needed <= MEMORY_BYTES) return;
  throw new InputError(
    `libsvm needs ${Math.ceil(needed / 2 ** 20)} MiB for ${countOf(rows, 'row')} x ${countOf(columns, 'column')} ` +
      `and a cacheSize of ${cacheSize}, but its memory holds ${MEMORY_BYTES / 2 ** 20} MiB: ` +
      'train on fewer rows or columns, or with a smaller cacheSize',
  );
}

/**
 * Parses libsvm's model format: lines of a name and values, then, after the line `SV`, a line for each support vector
 * with classes - 1 coefficients and its values, which are rounded and therefore not read.
 */
function parseModel(text: string): Pick<SvmMachines, 'thresholds' | 'supportCounts' | 'coefficients'> {
  const header = new Map<string, number[]>();
  let at = 0;
  for (;;) {
    const end = text.indexOf('\n', at);
    if (end < 0) throw new Error('the model of libsvm has no support vectors');
    const [name, ...values] = text.slice(at, end).trim().split(' ');
    at = end + 1;
    if (name === 'SV') break;
    header.set(name, values.map(Number));
  }
  const supportCounts = Int32Array.from(header.get('nr_sv') ?? []);
  const count = supportCounts.reduce((a, b) => a + b, 0);
  const rows = supportCounts.length - 1;
  const coefficients = new Float64Array(rows * count);
  for (let s = 0; s < count; s++) {
    for (let d = 0; d < rows; d++) {
      const end = text.indexOf(' ', at);
      coefficients[d * count + s] = Number(text.slice(at, end));
      at = end + 1;
    }
    at = text.indexOf('\n', at) + 1;
  }
  return { thresholds: Float64Array.from(header.get('rho') ?? []), supportCounts, coefficients };
}
