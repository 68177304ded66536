/**
 * What every neural classifier shares: the rows held back to choose the checkpoint, training, and the
 * frozen network. A network adds its definition and its options.
 */
import type * as z from 'zod';
import { Engine } from '../../engine/engine.js';
import { ParameterStore } from '../../engine/parameter-store.js';
import { RandomStream } from '../../engine/random/random-stream.js';
import type { KernelBuild } from '../../kernels/load.js';
import type { FeatureMatrix, Matrix } from '../../matrix.js';
import type { NetworkDefinition } from '../../training/network-definition.js';
import { type TrainingHistory, type TrainingOptions, trainNetwork } from '../../training/train-network.js';
import { UnpredictableRow } from '../contract/check-probabilities.js';
import type { ModelTensor } from '../contract/classifier.js';
import { holdOut } from '../contract/hold-out.js';
import {
  type Learned,
  type LearnedShape,
  LearningClassifier,
  type LearningControl,
  type LearningProblem,
} from '../contract/learning-classifier.js';
import { parseSaved } from '../contract/saved-classifier.js';
import { type ColumnSelection, columnsOfWide, takeColumns } from './column-selection/select-columns.js';
import { foldedDefinition, foldedTensors } from './folded-form.js';
import { addLast, addSelected, NetworkModel, networkState, networkTensors } from './network-model.js';

/** The options that concern training rather than the network's form. */
export interface NetworkTrainingOptions extends Omit<TrainingOptions, 'onProgress' | 'signal'> {
  readonly validationFraction: number;
  /** Which states of the training predict: see `networkOptions`. */
  readonly snapshots: 'best' | 'last' | 'both';
  /** Which columns the network sees; default `none` are left out. */
  readonly columnSelection?: ColumnSelection;
  /** Keep what prediction needs alone. */
  readonly folded?: boolean;
}

export abstract class NetworkClassifier<Schema extends z.ZodObject> extends LearningClassifier<
  Schema,
  NetworkModel
> {
  #kernelBuild: KernelBuild | undefined;

  protected abstract definition(): NetworkDefinition;
  protected abstract training(): NetworkTrainingOptions;

  /** The 1-based epoch that was kept; 0 when there was one class and nothing to train. */
  get bestEpoch(): number {
    return this.learned?.state.bestEpoch ?? 0;
  }

  /** Loss and validation macro F1 of every epoch. */
  get history(): TrainingHistory {
    return this.learned?.state.history ?? { loss: [], validationMacroF1: [] };
  }

  /**
   * The hidden representation of rows: what enters the last layer, rows x its width (`representationWidth` of
   * QCL-MixNet, default 32). Undefined where nothing is hidden: the graph networks, and a target of one class.
   *
   * @throws NotFittedError before `fit`, InputError for an X of another width, with values that are not finite or so far
   *   from the training rows that the representation is not.
   */
  async representations(given: FeatureMatrix): Promise<Matrix | undefined> {
    const { model, X } = this.modelFor(given);
    const H = await model?.representations(X);
    const bad = H?.data.findIndex((value) => !Number.isFinite(value)) ?? -1;
    if (H === undefined || bad < 0) return H;
    throw new UnpredictableRow(Math.floor(bad / H.columns), `its representation has ${H.data[bad]}`);
  }

  /**
   * Forces a build of the kernels (default: the fastest that runs here). Tests compare builds; a model
   * predicts with whatever build its engine has.
   */
  useKernels(build: KernelBuild): this {
    this.#kernelBuild = build;
    return this;
  }

  protected override async learn(problem: LearningProblem, control: LearningControl): Promise<Learned> {
    const engine = await Engine.create(this.#kernelBuild);
    return this.#learnOn(engine, problem, control).finally(() => engine.release());
  }

  async #learnOn(engine: Engine, problem: LearningProblem, control: LearningControl): Promise<Learned> {
    const training = this.training();
    const rows = problem.validation
      ? problem
      : holdOut(problem, training.validationFraction, new RandomStream(training.seed, 'validation'));
    const selected = training.columnSelection === 'wide' ? columnsOfWide(rows, rows.classes) : undefined;
    const data = selected ? withColumns(rows, selected) : rows;
    const store = new ParameterStore(engine);
    const definition = this.definition();
    const { onProgress, signal } = control;
    const result = await trainNetwork(engine, store, definition, data, { ...training, onProgress, signal });
    const { aborted, bestEpoch, history, kept, last } = result;
    if (aborted && bestEpoch === 0) return { model: undefined, aborted };
    const { snapshots } = training;
    const withLast = last !== undefined && snapshots === 'both';
    const state = { kernelBuild: engine.build, bestEpoch, history, ...(withLast && { withLast }) };
    const shape = { columns: data.X.columns, classes: problem.classes };
    if (last && snapshots === 'last') store.restore(last);
    const arraysNow = () =>
      training.folded ? foldedTensors(store, definition, shape) : networkTensors(store, kept);
    const arrays = arraysNow();
    if (last && withLast) {
      store.restore(last);
      addLast(arrays, arraysNow());
    }
    if (selected) addSelected(arrays, selected);
    const given = { ...shape, columns: problem.X.columns };
    const model = new NetworkModel(this.name, this.#kept(), given, state, arrays, this.#kernelBuild);
    return { model, aborted };
  }

  protected override async revive(
    saved: unknown,
    tensors: Map<string, ModelTensor>,
    shape: LearnedShape,
  ): Promise<NetworkModel> {
    const state = parseSaved(networkState, saved, this.name);
    const model = new NetworkModel(this.name, this.#kept(), shape, state, tensors, this.#kernelBuild);
    await model.check();
    return model;
  }

  /** The network as its arrays are kept. */
  #kept(): NetworkDefinition {
    const definition = this.definition();
    return this.training().folded ? foldedDefinition(definition) : definition;
  }
}

function withColumns(data: LearningProblem, columns: Int32Array): LearningProblem {
  const { X, validation } = data;
  return {
    ...data,
    X: takeColumns(X, columns),
    validation: validation && { ...validation, X: takeColumns(validation.X, columns) },
  };
}
