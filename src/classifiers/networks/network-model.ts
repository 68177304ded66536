/** A trained network: its arrays by name, frozen into a predictor when it is first asked. */
import * as z from 'zod';
import { checkFinite } from '../../check-matrix.js';
import { Engine } from '../../engine/engine.js';
import { ParameterStore } from '../../engine/parameter-store.js';
import type { KernelBuild } from '../../kernels/load.js';
import type { Matrix } from '../../matrix.js';
import type { NetworkDefinition } from '../../training/network-definition.js';
import { NetworkPredictor } from '../../training/network-predictor.js';
import type { TrainingHistory } from '../../training/train-network.js';
import type { ModelTensor } from '../contract/classifier.js';
import type { LearnedModel, LearnedShape } from '../contract/learning-classifier.js';
import { probabilityDefect } from '../contract/probabilities.js';
import { damaged, requireBetween, requireData, savedNumbers } from '../contract/saved-classifier.js';
import { takeColumns } from './column-selection/select-columns.js';

/** What is saved of a network besides its arrays. */
export const networkState = z.object({
  kernelBuild: z.enum(['fma', 'simd', 'typescript', 'typescript-float64']),
  bestEpoch: z.int().min(0),
  history: z.object({ loss: savedNumbers, validationMacroF1: savedNumbers }),
  withLast: z.literal(true).optional(),
});

export interface NetworkState {
  /** The kernels that trained it. */
  readonly kernelBuild: KernelBuild;
  /** The 1-based epoch that was kept. */
  readonly bestEpoch: number;
  readonly history: TrainingHistory;
  /** The mean of two is predicted: of the kept epoch, and of the last one. */
  readonly withLast?: true;
}

export class NetworkModel implements LearnedModel {
  readonly checksValues = true;
  readonly #selected: Int32Array | undefined;
  #predictors: Promise<readonly NetworkPredictor[]> | undefined;

  /**
   * @param name the classifier's, for messages
   * @param shape of the rows it is asked about; the network sees those of their columns that `arrays` names
   * @param predictWith the kernels to predict with; default the fastest that run here
   * @throws InputError for columns that such rows do not have
   */
  constructor(
    readonly name: string,
    readonly definition: NetworkDefinition,
    readonly shape: LearnedShape,
    readonly state: NetworkState,
    private readonly arrays: Map<string, ModelTensor>,
    private readonly predictWith: KernelBuild | undefined,
  ) {
    this.#selected = selectedColumns(arrays, shape.columns, name);
  }

  async probabilities(X: Matrix): Promise<Matrix> {
    const predictors = await this.predictors();
    const seen = this.#seen(X);
    const sum = await predictors[0].probabilities(seen);
    for (const predictor of predictors.slice(1)) {
      const { data } = await predictor.probabilities(seen);
      for (let i = 0; i < data.length; i++) sum.data[i] = (sum.data[i] + data[i]) / 2;
    }
    return sum;
  }

  async representations(X: Matrix): Promise<Matrix | undefined> {
    const [first] = await this.predictors();
    return first.representations(this.#seen(X));
  }

  toJSON(): Record<string, unknown> {
    return { ...this.state };
  }

  tensors(): Map<string, ModelTensor> {
    return this.arrays;
  }

  /**
   * Throws `InputError` for arrays that make no network: missing, of another shape, or with values from which not even
   * rows of zeros, and of ten standard deviations above and below, get probabilities.
   */
  async check(): Promise<void> {
    const { columns } = this.shape;
    const cells = [0, 10, -10];
    const rows = cells.length;
    const data = Float32Array.from({ length: rows * columns }, (_, i) => cells[Math.floor(i / columns)]);
    const defect = probabilityDefect(await this.probabilities({ data, rows, columns }));
    if (defect === undefined) return;
    const asked = `a row whose values are all ${cells[defect.row]}`;
    throw damaged(this.name, `its values overflow: the probabilities of ${asked} ${defect.what}`);
  }

  /** Throws `InputError` when an array is missing or has another shape than the network's. */
  predictors(): Promise<readonly NetworkPredictor[]> {
    this.#predictors ??= Promise.all(
      (this.state.withLast ? ['', LAST] : ['']).map((prefix) => this.#freeze(prefix)),
    );
    return this.#predictors;
  }

  #seen(X: Matrix): Matrix {
    if (this.#selected === undefined) return X;
    // The predictor checks what it sees; a value that is not finite is refused wherever it stands.
    checkFinite(X);
    return takeColumns(X, this.#selected);
  }

  async #freeze(prefix: string): Promise<NetworkPredictor> {
    const { classes } = this.shape;
    const columns = this.#selected?.length ?? this.shape.columns;
    const engine = await Engine.create(this.predictWith);
    // The options, too, are from the file: a network of other widths than its arrays is never laid out.
    const store = new ParameterStore(engine, (array, shape) => {
      requireData(this.arrays, prefix + array, shape, this.name, 'F32');
    });
    const kept = this.definition.keep && keptRows(this.arrays, { columns, classes }, this.name);
    const layers = this.definition.inference(columns, classes, kept);
    const predictor = new NetworkPredictor(engine, store, layers, columns);
    fillStore(store, this.arrays, prefix, this.name);
    await predictor.refresh();
    return predictor;
  }
}

/** Rows that a network may keep of its training rows; it keeps one of each class in any case. */
export const MOST_KEPT_ROWS = 8192;

/** The tensor of the rows that predictions refer to, rows x columns. */
const KEPT = 'kept_rows';

/** Copies of all parameters and statistics, by name, and of the rows that were kept. */
export function networkTensors(store: ParameterStore, kept: Matrix | undefined): Map<string, ModelTensor> {
  const tensors = new Map<string, ModelTensor>();
  for (const { name, shape, view } of store.arrays()) {
    tensors.set(name, { dtype: 'F32', shape: [...shape], data: Float32Array.from(view) });
  }
  if (kept) tensors.set(KEPT, { dtype: 'F32', shape: [kept.rows, kept.columns], data: kept.data.slice() });
  return tensors;
}

/** Throws `InputError` unless at least two rows of this width were kept, and no more than can be. */
function keptRows(
  tensors: Map<string, ModelTensor>,
  { columns, classes }: LearnedShape,
  name: string,
): Matrix {
  const rows = tensors.get(KEPT)?.shape[0] ?? 0;
  // Each is compared with all others.
  const most = Math.max(MOST_KEPT_ROWS, classes);
  if (rows > most) throw damaged(name, `it keeps ${rows} rows, more than ${most}`);
  const data = requireData(tensors, KEPT, [Math.max(rows, 2), columns], name, 'F32');
  return { data, rows, columns };
}

/** The tensor of the columns that the network sees, rising; absent where it sees all. */
const SELECTED = 'selected_columns';

/** Adds the columns that a network was trained on to its arrays. */
export function addSelected(tensors: Map<string, ModelTensor>, columns: Int32Array): void {
  tensors.set(SELECTED, { dtype: 'I32', shape: [columns.length], data: columns });
}

/** Throws `InputError` unless they rise from 0 on and stay below `columns`. */
function selectedColumns(
  tensors: Map<string, ModelTensor>,
  columns: number,
  name: string,
): Int32Array | undefined {
  const count = tensors.get(SELECTED)?.shape[0];
  if (count === undefined) return undefined;
  const selected = requireData(tensors, SELECTED, [count], name, 'I32');
  const rising = selected.every((column, i) => column > (i === 0 ? -1 : selected[i - 1]) && column < columns);
  if (count === 0 || !rising) throw damaged(name, `${SELECTED} are no columns of ${columns}`);
  return selected;
}

/** What the names of the last epoch's arrays start with. */
const LAST = 'last.';

/** Adds the arrays of the last epoch to those of the kept one. */
export function addLast(tensors: Map<string, ModelTensor>, last: Map<string, ModelTensor>): void {
  for (const [name, tensor] of last) if (name !== KEPT) tensors.set(LAST + name, tensor);
}

/** Bounds of what is learned by gradients, and of running means and variances (whose roots are taken). */
const LARGEST_WEIGHT = 1e12;
const LARGEST_STATISTIC = 1e37;
const STATISTIC = /\.running_(mean|var)$/;

/** Fills every array of the store, which may be a part of what was saved. */
function fillStore(
  store: ParameterStore,
  tensors: Map<string, ModelTensor>,
  prefix: string,
  name: string,
): void {
  for (const { name: array, shape, view } of store.arrays()) {
    const data = requireData(tensors, prefix + array, shape, name, 'F32');
    const [, statistic] = STATISTIC.exec(array) ?? [];
    const high = statistic === undefined ? LARGEST_WEIGHT : LARGEST_STATISTIC;
    requireBetween(data, statistic === 'var' ? 0 : -high, high, prefix + array, name);
    view.set(data);
  }
}
