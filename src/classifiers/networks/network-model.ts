/** A trained network: its arrays by name, frozen into a predictor at the first prediction. */
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
import type { FittedModel, FittedShape } from '../contract/fitted-model.js';
import { probabilityDefect } from '../contract/probabilities.js';
import { damaged, requireBetween, requireData, savedNumbers } from '../contract/saved-classifier.js';
import { takeColumns } from './column-selection/select-columns.js';
import { type MixupShares, savedShares } from './mixup-shares.js';

/** Saved state of a network besides its arrays. */
export const networkState = z.object({
  kernelBuild: z.enum(['fma', 'simd', 'typescript', 'typescript-float64']),
  bestEpoch: z.int().min(0),
  history: z.object({ loss: savedNumbers, validationMacroF1: savedNumbers }),
  withLast: z.literal(true).optional(),
  mixup: savedShares.optional(),
});

export interface NetworkState {
  /** The build of the kernels that it was trained with. */
  readonly kernelBuild: KernelBuild;
  /** The 1-based epoch that was kept. */
  readonly bestEpoch: number;
  readonly history: TrainingHistory;
  /** Predictions are the mean of the kept and the last epoch. */
  readonly withLast?: true;
  /** The settings of mixup, if their schedule was learned. */
  readonly mixup?: MixupShares;
}

export class NetworkModel implements FittedModel {
  readonly checksValues = true;
  readonly #selected: Int32Array | undefined;
  #predictors: Promise<readonly NetworkPredictor[]> | undefined;

  /**
   * @param name of the classifier, for messages
   * @param shape of the rows to predict; the network uses those of their columns that `arrays` lists
   * @param predictWith the build of the kernels to predict with; default the fastest available
   * @throws InputError for selected columns that do not exist
   */
  constructor(
    readonly name: string,
    readonly definition: NetworkDefinition,
    readonly shape: FittedShape,
    readonly state: NetworkState,
    private readonly arrays: Map<string, ModelTensor>,
    private readonly predictWith: KernelBuild | undefined,
  ) {
    this.#selected = selectedColumns(arrays, shape.columns, name);
  }

  async probabilities(X: Matrix): Promise<Matrix> {
    const predictors = await this.predictors();
    const seen = this.networkColumns(X);
    const sum = await predictors[0].probabilities(seen);
    for (const predictor of predictors.slice(1)) {
      const { data } = await predictor.probabilities(seen);
      for (let i = 0; i < data.length; i++) sum.data[i] = (sum.data[i] + data[i]) / 2;
    }
    return sum;
  }

  async representations(X: Matrix): Promise<Matrix | undefined> {
    const [first] = await this.predictors();
    return first.representations(this.networkColumns(X));
  }

  toJSON(): Record<string, unknown> {
    return { ...this.state };
  }

  tensors(): Map<string, ModelTensor> {
    return this.arrays;
  }

  /**
   * Throws `InputError` for invalid arrays: missing, of another shape, or with values that give no valid
   * probabilities even for rows of zeros, or of ten standard deviations above or below.
   */
  async check(): Promise<void> {
    const { columns } = this.shape;
    const cells = [0, 10, -10];
    const rows = cells.length;
    const data = Float32Array.from({ length: rows * columns }, (_, i) => cells[Math.floor(i / columns)]);
    const defect = probabilityDefect(await this.probabilities({ data, rows, columns }));
    if (defect === undefined) return;
    const row = `a row whose values are all ${cells[defect.row]}`;
    throw damaged(this.name, `its values overflow: the probabilities of ${row} ${defect.what}`);
  }

  /** Throws `InputError` if an array is missing or does not have the network's shape. */
  predictors(): Promise<readonly NetworkPredictor[]> {
    this.#predictors ??= Promise.all(
      (this.state.withLast ? ['', LAST] : ['']).map((prefix) => this.#freeze(prefix)),
    );
    return this.#predictors;
  }

  /** The columns of X that the network is given. Throws `InputError` for values that are not finite in the others. */
  networkColumns(X: Matrix): Matrix {
    if (this.#selected === undefined) return X;
    // The predictor checks only the selected columns; values in the others must be finite too.
    checkFinite(X);
    return takeColumns(X, this.#selected);
  }

  async #freeze(prefix: string): Promise<NetworkPredictor> {
    const { classes } = this.shape;
    const columns = this.#selected?.length ?? this.shape.columns;
    const engine = await Engine.create(this.predictWith);
    // The options come from the file too: check the shapes before memory is allocated for them.
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

/** Most training rows that a network keeps; it keeps at least one of each class. */
export const MOST_KEPT_ROWS = 8192;

/** The tensor of the kept training rows, rows x columns. */
export const KEPT = 'kept_rows';

/** Copies of all parameters and statistics, by name, and of the kept rows. */
export function networkTensors(store: ParameterStore, kept: Matrix | undefined): Map<string, ModelTensor> {
  const tensors = new Map<string, ModelTensor>();
  for (const { name, shape, view } of store.arrays()) {
    tensors.set(name, { dtype: 'F32', shape: [...shape], data: Float32Array.from(view) });
  }
  if (kept) tensors.set(KEPT, { dtype: 'F32', shape: [kept.rows, kept.columns], data: kept.data.slice() });
  return tensors;
}

/** Throws `InputError` unless the kept rows have this width and number from two to the maximum. */
function keptRows(
  tensors: Map<string, ModelTensor>,
  { columns, classes }: FittedShape,
  name: string,
): Matrix {
  const rows = tensors.get(KEPT)?.shape[0] ?? 0;
  // Each is compared with all others.
  const most = Math.max(MOST_KEPT_ROWS, classes);
  if (rows > most) throw damaged(name, `it keeps ${rows} rows, more than ${most}`);
  const data = requireData(tensors, KEPT, [Math.max(rows, 2), columns], name, 'F32');
  return { data, rows, columns };
}

/** The tensor of the selected columns, ascending; absent if all are used. */
export const SELECTED = 'selected_columns';

/** Adds the columns that a network was trained on to its arrays. */
export function addSelected(tensors: Map<string, ModelTensor>, columns: Int32Array): void {
  tensors.set(SELECTED, { dtype: 'I32', shape: [columns.length], data: columns });
}

/** Throws `InputError` unless they are ascending indices below `columns`. */
function selectedColumns(
  tensors: Map<string, ModelTensor>,
  columns: number,
  name: string,
): Int32Array | undefined {
  const count = tensors.get(SELECTED)?.shape[0];
  if (count === undefined) return undefined;
  const selected = requireData(tensors, SELECTED, [count], name, 'I32');
  const ascending = selected.every(
    (column, i) => column > (i === 0 ? -1 : selected[i - 1]) && column < columns,
  );
  if (count === 0 || !ascending)
    throw damaged(name, `${SELECTED} are not ascending column indices below ${columns}`);
  return selected;
}

/** Prefix of the names of the last epoch's arrays. */
export const LAST = 'last.';

/** Adds the arrays of the last epoch to those of the kept one. */
export function addLast(tensors: Map<string, ModelTensor>, last: Map<string, ModelTensor>): void {
  for (const [name, tensor] of last) if (name !== KEPT) tensors.set(LAST + name, tensor);
}

/** Bounds of trained parameters, and of running means and variances (whose square roots are taken). */
const LARGEST_WEIGHT = 1e12;
const LARGEST_STATISTIC = 1e37;
const STATISTIC = /\.running_(mean|var)$/;

/** Fills every array of the store; more may be saved. */
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
