/**
 * Base class of the neural classifiers: held-out validation rows, training, and the frozen network. A subclass adds
 * its definition and its options.
 */
import type * as z from 'zod';
import { Engine } from '../../engine/engine.js';
import { ParameterStore } from '../../engine/parameter-store.js';
import { RandomStream } from '../../engine/random/random-stream.js';
import type { KernelBuild } from '../../kernels/load.js';
import type { FeatureMatrix, Matrix } from '../../matrix.js';
import { fewRowsNotice } from '../../neighbours/row-neighbours.js';
import type { NetworkDefinition } from '../../training/network-definition.js';
import {
  type TrainingHistory,
  type TrainingOptions,
  type TrainingResult,
  trainNetwork,
} from '../../training/train-network.js';
import type { ModelTensor } from '../contract/classifier.js';
import type { FitResult, FittedShape, LearningControl, LearningProblem } from '../contract/fitted-model.js';
import { holdOut } from '../contract/labelled-rows.js';
import { LearningClassifier } from '../contract/learning-classifier.js';
import { UnpredictableRow } from '../contract/probabilities.js';
import { damaged, parseSaved } from '../contract/saved-classifier.js';
import { type ColumnSelection, columnsOfWide, takeColumns } from './column-selection/select-columns.js';
import { foldedDefinition, foldedTensors } from './folded-form.js';
import { holdBack } from './held-back-rows.js';
import { epochShares } from './mixup-shares.js';
import {
  addLast,
  addSelected,
  NetworkModel,
  type NetworkState,
  networkState,
  networkTensors,
} from './network-model.js';

/** The options of training, as opposed to the architecture. */
export interface NetworkTrainingOptions extends Omit<TrainingOptions, 'onProgress' | 'signal'> {
  readonly validationFraction: number;
  /** The checkpoints used for prediction: see `networkOptions`. */
  readonly snapshots: 'best' | 'last' | 'both';
  /** Whether to train again on all rows, for the number of steps that the held-out ones chose. */
  readonly refit: boolean;
  /** Feature selection; by default `none`, all columns are used. */
  readonly columnSelection?: ColumnSelection;
  /** Whether to keep only what prediction needs. */
  readonly folded?: boolean;
}

export abstract class NetworkClassifier<Schema extends z.ZodObject> extends LearningClassifier<
  Schema,
  NetworkModel
> {
  #kernelBuild: KernelBuild | undefined;

  protected abstract definition(): NetworkDefinition;
  protected abstract training(): NetworkTrainingOptions;

  /** The 1-based epoch that was kept; 0 for a single class. */
  get bestEpoch(): number {
    return this.learned?.state.bestEpoch ?? 0;
  }

  /** Loss and validation macro F1 of every epoch. */
  get history(): TrainingHistory {
    return this.learned?.state.history ?? { loss: [], validationMacroF1: [] };
  }

  /**
   * The hidden representation of rows: the input of the last layer, rows x its width (`representationWidth` of
   * QCL-MixNet, default 32). Undefined for the graph networks and for a single class.
   *
   * @throws NotFittedError before `fit`; InputError for an X of another width, with values that are not finite, or so
   *   far from the training rows that the representation is not finite
   */
  async representations(given: FeatureMatrix): Promise<Matrix | undefined> {
    const { model, X } = this.modelFor(given);
    const H = await model?.representations(X);
    const bad = H?.data.findIndex((value) => !Number.isFinite(value)) ?? -1;
    if (H === undefined || bad < 0) return H;
    throw new UnpredictableRow(Math.floor(bad / H.columns), `its representation has ${H.data[bad]}`);
  }

  /** Forces a build of the kernels, for tests that compare builds. Default: the fastest available. */
  useKernels(build: KernelBuild): this {
    this.#kernelBuild = build;
    return this;
  }

  protected override async learn(problem: LearningProblem, control: LearningControl): Promise<FitResult> {
    const engine = await Engine.create(this.#kernelBuild);
    return this.#learnOn(engine, problem, control).finally(() => engine.release());
  }

  async #learnOn(
    engine: Engine,
    problem: LearningProblem,
    { onProgress, onWarning, signal, mayHoldOut }: LearningControl,
  ): Promise<FitResult> {
    const training = this.training();
    const rows = mayHoldOut ? withValidation(problem, training) : problem;
    const refits = training.refit && rows !== problem;
    const control = { ...training, onProgress, onWarning, signal };
    const chosen = await this.#train(engine, rows, control);
    const { model, aborted, result } = chosen;
    // Without a checkpoint to choose, all rows are trained on: also those held back for the schedule of mixup.
    const replays = result.mixup !== undefined && rows.validation === undefined;
    if (model === undefined || aborted || !(refits || replays)) return chosen;
    const second = replays ? secondOf(result, control) : refitOf(result, control);
    // It has warned before.
    const again = await this.#train(engine, problem, { ...second, onWarning: undefined });
    // Fewer steps on more rows are not better than all of them on fewer.
    return again.aborted ? { model, aborted: true } : again;
  }

  async #train(
    engine: Engine,
    rows: LearningProblem,
    training: NetworkTrainingOptions & Pick<LearningControl, 'onProgress' | 'onWarning' | 'signal'>,
  ): Promise<FitResult & { readonly model: NetworkModel | undefined; readonly result: TrainingResult }> {
    const { X, classes } = rows;
    const learned =
      training.mixup?.schedule === 'learned'
        ? holdBack(rows, training.seed, (reason) =>
            training.onWarning?.(notLearned(reason, 'give more rows')),
          )
        : rows;
    const { mixup: { table, neighbours = 1 } = {} } = training;
    const notice = fewRowsNotice(table, learned.X.rows, neighbours);
    if (notice !== undefined) training.onWarning?.(notice);
    const selected = training.columnSelection === 'wide' ? columnsOfWide(learned, classes) : undefined;
    const data = selected ? withColumns(learned, selected) : learned;
    const store = new ParameterStore(engine);
    const result = await trainNetwork(engine, store, this.definition(), data, training);
    const { aborted, bestEpoch, history } = result;
    if (learned.heldBack && !aborted && history.loss.length === 1) {
      training.onWarning?.(
        notLearned('only the epochs after the first have learned settings', 'set epochs above 1'),
      );
    }
    if (aborted && bestEpoch === 0) return { model: undefined, aborted, result };
    const { arrays, withLast } = this.#arraysToKeep(store, result, { columns: data.X.columns, classes });
    if (selected) addSelected(arrays, selected);
    const mixup = result.mixup && { mixup: epochShares(result.mixup) };
    const state = { kernelBuild: engine.build, bestEpoch, history, ...withLast, ...mixup };
    return { model: this.#model({ columns: X.columns, classes }, state, arrays), aborted, result };
  }

  /**
   * The arrays of the checkpoints used for prediction (`snapshots`). Overwrites the store, which holds the best one.
   */
  #arraysToKeep(
    store: ParameterStore,
    { kept, last }: TrainingResult,
    shape: FittedShape,
  ): { arrays: Map<string, ModelTensor>; withLast?: Pick<NetworkState, 'withLast'> } {
    const { snapshots, folded } = this.training();
    const arraysNow = () =>
      folded ? foldedTensors(store, this.definition(), shape) : networkTensors(store, kept);
    if (last && snapshots === 'last') store.restore(last);
    const arrays = arraysNow();
    if (last === undefined || snapshots !== 'both') return { arrays };
    store.restore(last);
    addLast(arrays, arraysNow());
    return { arrays, withLast: { withLast: true } };
  }

  protected override async revive(
    saved: unknown,
    tensors: Map<string, ModelTensor>,
    shape: FittedShape,
  ): Promise<NetworkModel> {
    const state = parseSaved(networkState, saved, this.name);
    const scheduled = state.mixup?.classes.length ?? shape.classes;
    if (scheduled !== shape.classes) {
      throw damaged(this.name, `it has settings of mixup for ${scheduled} of ${shape.classes} classes`);
    }
    const model = this.#model(shape, state, tensors);
    await model.check();
    return model;
  }

  /** @param arrays of the network, folded or as trained */
  #model(shape: FittedShape, state: NetworkState, arrays: Map<string, ModelTensor>): NetworkModel {
    const definition = this.training().folded ? foldedDefinition(this.definition()) : this.definition();
    return new NetworkModel(this.name, definition, shape, state, arrays, this.#kernelBuild);
  }
}

function notLearned(reason: string, fix: string): string {
  return (
    `mixupSchedule=learned has no effect, and the fixed schedule was used: ${reason}; ` +
    `${fix}, or leave it out`
  );
}

/** Holds out validation rows if `fit` was given none. */
function withValidation(
  problem: LearningProblem,
  { validationFraction, seed }: NetworkTrainingOptions,
): LearningProblem {
  if (problem.validation) return problem;
  return holdOut(problem, validationFraction, new RandomStream(seed, 'validation'));
}

/** The training on all rows that follows the one in which held-out rows chose the epoch. */
function refitOf<Training extends TrainingOptions>(result: TrainingResult, training: Training): Training {
  const { bestEpoch, history, stepsPerEpoch } = result;
  const schedule = training.schedule(history.loss.length * stepsPerEpoch, stepsPerEpoch);
  return {
    ...secondOf(result, training),
    exactSteps: bestEpoch * stepsPerEpoch,
    schedule: () => schedule,
  };
}

/** A second training, with the settings of mixup that a first one learned, if any; its reports count on. */
function secondOf<Training extends TrainingOptions>(
  { history, mixup }: TrainingResult,
  training: Training,
): Training {
  const { onProgress } = training;
  const before = history.loss.length;
  return {
    ...training,
    mixup: training.mixup && { ...training.mixup, schedule: mixup },
    onProgress: (progress) =>
      onProgress?.({
        ...progress,
        epoch: before + progress.epoch,
        epochs: before + progress.epochs,
        bestEpoch: before + progress.bestEpoch,
        earlier: before,
      }),
  };
}

function withColumns(data: LearningProblem, columns: Int32Array): LearningProblem {
  const { X, validation, heldBack } = data;
  return {
    ...data,
    X: takeColumns(X, columns),
    validation: validation && { ...validation, X: takeColumns(validation.X, columns) },
    heldBack: heldBack && { ...heldBack, X: takeColumns(heldBack.X, columns) },
  };
}
