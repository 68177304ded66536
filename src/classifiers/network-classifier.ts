/**
 * What every neural classifier shares: checks, label encoding, the rows held back to choose the
 * checkpoint, training, prediction with the frozen network, saving and loading. A network adds its
 * definition and its options.
 */
import { checkFinite, checkShape } from '../check-matrix.js';
import { Engine } from '../engine/engine.js';
import { ParameterStore } from '../engine/parameter-store.js';
import { RandomStream } from '../engine/random/random-stream.js';
import { NotFittedError } from '../errors.js';
import type { KernelBuild } from '../kernels/load.js';
import type { Label, Matrix } from '../matrix.js';
import type { NetworkDefinition } from '../training/network-definition.js';
import { NetworkPredictor } from '../training/network-predictor.js';
import { type TrainingHistory, type TrainingOptions, trainNetwork } from '../training/train-network.js';
import type { TrainingData } from '../training/training-data.js';
import { checkLabels, checkTrainingInput } from './check-input.js';
import { type ClassWeight, rowWeights } from './class-weight.js';
import type { Classifier, FitOptions, ModelTensor } from './classifier.js';
import { holdOut } from './hold-out.js';
import { LabelEncoder } from './label-encoder.js';
import { fillStore, listArrays, parseNetworkState, storeTensors } from './saved-network.js';

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
        tensors: storeTensors(store),
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
    const { encoder, columns, build, bestEpoch, history, tensors } = this.#state();
    return {
      options: this.options,
      classes: encoder.classes,
      columns,
      kernelBuild: build,
      bestEpoch,
      history,
      arrays: listArrays(tensors),
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
    const { classes, columns, kernelBuild, bestEpoch, history } = parseNetworkState(json, tensors, this.name);
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
    weights: Float64Array | undefined,
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
    return holdOut({ X, y, weights, classes }, validationFraction, new RandomStream(seed, 'validation'));
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
    fillStore(store, tensors, this.name);
    predictor.refresh();
    return predictor;
  }
}
