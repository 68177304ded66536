/**
 * What every neural classifier shares: checks, label encoding, the rows held back to choose the
 * checkpoint, training, prediction with the frozen network, saving and loading. A network adds its
 * definition and its options.
 */
import * as z from 'zod';
import { checkFinite, checkShape } from '../check-matrix.js';
import { Engine } from '../engine/engine.js';
import { ParameterStore } from '../engine/parameter-store.js';
import { RandomStream } from '../engine/random/random-stream.js';
import { InputError, NotFittedError } from '../errors.js';
import type { KernelBuild } from '../kernels/load.js';
import type { Label, Matrix } from '../matrix.js';
import { trainTestSplit } from '../tables/split/train-test-split.js';
import type { NetworkDefinition } from '../training/network-definition.js';
import { NetworkPredictor } from '../training/network-predictor.js';
import { type TrainingHistory, type TrainingOptions, trainNetwork } from '../training/train-network.js';
import type { TrainingData } from '../training/training-data.js';
import { checkLabels, checkTrainingInput } from './check-input.js';
import { type ClassWeight, rowWeights } from './class-weight.js';
import type { Classifier, FitOptions, ModelTensor } from './classifier.js';
import { LabelEncoder } from './label-encoder.js';

/** The options that concern training rather than the network's form. */
export interface NetworkTrainingOptions extends Omit<TrainingOptions, 'onProgress' | 'signal'> {
  readonly validationFraction: number;
  readonly classWeight?: ClassWeight;
}

interface Fitted {
  readonly encoder: LabelEncoder;
  readonly columns: number;
  readonly build: KernelBuild;
  readonly bestEpoch: number;
  readonly history: TrainingHistory;
  /** Parameters and running statistics by name; empty when there was a single class. */
  readonly tensors: Map<string, ModelTensor>;
  predictor?: Promise<NetworkPredictor>;
}

const label = z.union([z.string(), z.number(), z.boolean()]);
const scores = z.array(z.number());
const savedState = z.object({
  classes: z.array(label).min(1),
  columns: z.int().min(1),
  kernelBuild: z.enum(['fma', 'simd', 'typescript', 'typescript-float64']),
  bestEpoch: z.int().min(0),
  history: z.object({ loss: scores, validationMacroF1: scores }),
});

export abstract class NetworkClassifier implements Classifier {
  abstract readonly name: string;
  #fitted: Fitted | undefined;
  #kernelBuild: KernelBuild | undefined;

  /** The resolved options, as they are saved. */
  abstract readonly options: Record<string, unknown>;
  protected abstract definition(): NetworkDefinition;
  protected abstract training(): NetworkTrainingOptions;

  get isFitted(): boolean {
    return this.#fitted !== undefined;
  }

  get classes(): readonly Label[] {
    return this.#state().encoder.classes;
  }

  /** Columns that X must have. */
  get columns(): number {
    return this.#state().columns;
  }

  /** The 1-based epoch that was kept; 0 when there was one class and nothing to train. */
  get bestEpoch(): number {
    return this.#state().bestEpoch;
  }

  /** Loss and validation macro F1 of every epoch. */
  get history(): TrainingHistory {
    return this.#state().history;
  }

  /**
   * Forces a build of the kernels (default: the fastest that runs here). Tests compare builds; a model
   * predicts with whatever build its engine has.
   */
  useKernels(build: KernelBuild): this {
    this.#kernelBuild = build;
    return this;
  }

  async fit(X: Matrix, y: readonly Label[], options: FitOptions = {}): Promise<this> {
    checkTrainingInput(X, y, options.sampleWeight);
    options.signal?.throwIfAborted();
    const encoder = LabelEncoder.from(y);
    const indices = encoder.encode(y);
    if (encoder.classes.length === 1) {
      const history = { loss: [], validationMacroF1: [] };
      this.#fitted = {
        encoder,
        columns: X.columns,
        build: 'typescript',
        bestEpoch: 0,
        history,
        tensors: new Map(),
      };
      return this;
    }
    const training = this.training();
    const weights = rowWeights(indices, encoder.classes, training.classWeight, options.sampleWeight);
    const data = this.#trainingData(X, indices, weights, encoder, training, options.validation);
    const engine = await Engine.create(this.#kernelBuild);
    const store = new ParameterStore(engine);
    const result = await trainNetwork(engine, store, this.definition(), data, { ...training, ...options });
    if (!result.aborted || result.bestEpoch > 0) {
      this.#fitted = {
        encoder,
        columns: X.columns,
        build: engine.build,
        bestEpoch: result.bestEpoch,
        history: result.history,
        tensors: copyArrays(store),
      };
    }
    if (result.aborted) throw options.signal?.reason;
    return this;
  }

  async predictProba(X: Matrix): Promise<Matrix> {
    const fitted = this.#state();
    checkShape(X, fitted.columns);
    if (fitted.encoder.classes.length === 1) {
      checkFinite(X);
      return { data: new Float32Array(X.rows).fill(1), rows: X.rows, columns: 1 };
    }
    return (await this.#predictor(fitted)).probabilities(X);
  }

  /** The class with the largest probability, the first of equals. */
  async predict(X: Matrix): Promise<Label[]> {
    const fitted = this.#state();
    checkShape(X, fitted.columns);
    if (fitted.encoder.classes.length === 1) {
      checkFinite(X);
      return new Array(X.rows).fill(fitted.encoder.classes[0]);
    }
    return fitted.encoder.decode((await this.#predictor(fitted)).classify(X));
  }

  toJSON(): Record<string, unknown> {
    const { encoder, columns, build, bestEpoch, history } = this.#state();
    return {
      options: this.options,
      classes: encoder.classes,
      columns,
      kernelBuild: build,
      bestEpoch,
      history,
    };
  }

  tensors(): Map<string, ModelTensor> {
    return this.#state().tensors;
  }

  /**
   * Takes over a saved state. Throws `InputError` when it is not what `toJSON` and `tensors` gave, down
   * to the name and shape of every tensor.
   */
  protected async restore(json: unknown, tensors: Map<string, ModelTensor>): Promise<this> {
    const parsed = savedState.safeParse(json);
    if (!parsed.success)
      throw new InputError(`the saved ${this.name} is damaged: ${z.prettifyError(parsed.error)}`);
    const { classes, columns, kernelBuild, bestEpoch, history } = parsed.data;
    const fitted = {
      encoder: new LabelEncoder(classes),
      columns,
      build: kernelBuild,
      bestEpoch,
      history,
      tensors,
    };
    this.#fitted = fitted;
    if (classes.length > 1) await this.#predictor(fitted);
    return this;
  }

  #state(): Fitted {
    if (!this.#fitted) throw new NotFittedError(this.name);
    return this.#fitted;
  }

  #trainingData(
    X: Matrix,
    y: Int32Array,
    weights: Float32Array | undefined,
    encoder: LabelEncoder,
    { seed, validationFraction }: NetworkTrainingOptions,
    validation: FitOptions['validation'],
  ): TrainingData {
    const classes = encoder.classes.length;
    if (validation) {
      checkShape(validation.X, X.columns);
      checkFinite(validation.X);
      checkLabels(validation.X, validation.y);
      return { X, y, weights, classes, validation: { X: validation.X, y: encoder.encode(validation.y) } };
    }
    if (validationFraction === 0 || isEveryClassSingle(y, classes)) return { X, y, weights, classes };
    const random = new RandomStream(seed, 'validation');
    const { train, test } = trainTestSplit(y, { testSize: validationFraction, random });
    if (train.length < 2) return { X, y, weights, classes };
    return {
      ...takeRows(X, y, train),
      weights: weights && Float32Array.from(train, (row) => weights[row]),
      classes,
      validation: takeRows(X, y, test),
    };
  }

  #predictor(fitted: Fitted): Promise<NetworkPredictor> {
    fitted.predictor ??= this.#freeze(fitted);
    return fitted.predictor;
  }

  async #freeze({ encoder, columns, tensors }: Fitted): Promise<NetworkPredictor> {
    const engine = await Engine.create(this.#kernelBuild);
    const store = new ParameterStore(engine);
    const layers = this.definition().inference(columns, encoder.classes.length);
    const predictor = new NetworkPredictor(engine, store, layers, columns);
    for (const { name, shape, view } of store.arrays()) {
      const tensor = tensors.get(name);
      if (!tensor) throw new InputError(`the saved ${this.name} is damaged: tensor ${name} is missing`);
      if (tensor.shape.join() !== shape.join()) {
        throw new InputError(
          `the saved ${this.name} is damaged: tensor ${name} has shape ${tensor.shape.join('x')}, not ${shape.join('x')}`,
        );
      }
      view.set(tensor.data);
    }
    predictor.refresh();
    return predictor;
  }
}

function isEveryClassSingle(y: Int32Array, classes: number): boolean {
  return y.length === classes;
}

function takeRows(X: Matrix, y: Int32Array, rows: Int32Array): { X: Matrix; y: Int32Array } {
  const data = new Float32Array(rows.length * X.columns);
  rows.forEach((row, i) => {
    data.set(X.data.subarray(row * X.columns, (row + 1) * X.columns), i * X.columns);
  });
  return { X: { data, rows: rows.length, columns: X.columns }, y: Int32Array.from(rows, (row) => y[row]) };
}

function copyArrays(store: ParameterStore): Map<string, ModelTensor> {
  const tensors = new Map<string, ModelTensor>();
  for (const { name, shape, view } of store.arrays()) {
    tensors.set(name, { dtype: 'F32', shape: [...shape], data: Float32Array.from(view) });
  }
  return tensors;
}
