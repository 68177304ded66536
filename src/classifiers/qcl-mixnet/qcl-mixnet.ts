/** QCL-MixNet, the paper's classifier (sections 3 and 4.2). */
import { InputError } from '../../errors.js';
import type { FeatureMatrix, Label } from '../../matrix.js';
import type { LossTerms } from '../../nn/losses/hybrid-loss.js';
import type { NetworkDefinition } from '../../training/network-definition.js';
import { classifierEntry } from '../contract/classifier-entry.js';
import { NetworkClassifier, type NetworkTrainingOptions } from '../networks/network-classifier.js';
import { networkTraining } from '../networks/network-options.js';
import { networkRules } from '../networks/option-rules.js';
import { centroidDistances } from './centroid-distances.js';
import { learnedLossWeights } from './learned-loss-weights.js';
import { circuitShape, qclMixNetDefinition, quantumPart, termWeights } from './network.js';
import { qclRules } from './option-rules.js';
import { QCL_WEIGHTS, type QclMixNetOptions, qclMixNetGrid, qclMixNetOptions } from './options.js';
import { qclMixNetSpace } from './search-space.js';
import { circuitAngles, type TrainedCircuit, trainedCircuit } from './trained-circuit.js';

/** What `mixupSchedule=learned` chose. */
export interface LearnedMixupSchedule {
  /**
   * The settings to choose from: alpha of the Beta distribution, and the number of neighbours, 0 for no mixup. The first is that
   * of the options.
   */
  readonly settings: readonly { readonly alpha: number; readonly neighbours: number }[];
  readonly classes: readonly {
    readonly label: Label;
    /** For each quarter of the training, the number of epochs with each setting; undefined for a class with too few rows. */
    readonly epochs: readonly (readonly number[])[] | undefined;
  }[];
}

/**
 * QCL-MixNet, the paper's classifier: entanglement layers, attention, mixup with nearest neighbours, and a hybrid loss.
 * Options and defaults: docs/classifiers.md.
 */
export class QclMixNet extends NetworkClassifier<typeof qclMixNetOptions> {
  /** Throws `InputError` naming the option, its value and what is allowed. */
  constructor(options: QclMixNetOptions = {}) {
    super(qclMixNet, options);
    if (this.options.mixupRows === 'all' && this.options.mixupSpace === 'embedding') {
      throw new InputError(
        'mixupRows=all cannot be combined with mixupSpace=embedding: the neighbours among all rows are searched once, by ' +
          'distance of the input',
      );
    }
  }

  /**
   * The distance of each row to the nearest learned class centroid (paper Eq. 11) in the space of the metric losses; undefined
   * for a single class, without a weight of the distances to centroids in training, and with the option `folded`.
   *
   * @throws NotFittedError before `fit`; InputError as `representations`
   */
  async centroidDistances(X: FeatureMatrix): Promise<Float64Array | undefined> {
    const { intraWeight, metricSpace: space } = this.options;
    const { projectionWidth: projection, embeddingWidth: embedding } = this.options;
    if (intraWeight === 0) return undefined;
    const H = await this.representations(X);
    const classes = this.learnedClasses.length;
    return H && centroidDistances(H, this.tensors(), { space, projection, embedding, classes });
  }

  /**
   * The circuit with its trained angles, of the kept epoch; undefined without `quantum=circuit`, and for a single class.
   *
   * @throws NotFittedError before `fit`
   */
  get circuit(): TrainedCircuit | undefined {
    const hasCircuit = this.learned !== undefined && quantumPart(this.options) === 'circuit';
    return hasCircuit ? trainedCircuit(circuitShape(this.options), this.tensors()) : undefined;
  }

  /**
   * The weights of the terms of the loss after the kept epoch; undefined without `lossWeights=learned`, for a single class,
   * and with the option `folded`.
   *
   * @throws NotFittedError before `fit`
   */
  get learnedLossWeights(): LossTerms | undefined {
    const isLearned = this.learned !== undefined && this.options.lossWeights === 'learned';
    return isLearned ? learnedLossWeights(this.tensors(), termWeights(this.options)) : undefined;
  }

  /**
   * The angles that encode rows in `circuit`, rows x qubits, 64-bit floats; undefined if there is none.
   *
   * @throws NotFittedError before `fit`; InputError for an X of another width, or with values that are not finite
   */
  circuitAngles(given: FeatureMatrix): FeatureMatrix | undefined {
    const { model, X } = this.modelFor(given);
    if (model === undefined || quantumPart(this.options) !== 'circuit') return undefined;
    return circuitAngles(model.networkColumns(X), circuitShape(this.options), this.tensors());
  }

  /**
   * How often each class had each setting of mixup; undefined without `mixupSchedule=learned`, if no class had enough rows, and
   * for a single class.
   *
   * @throws NotFittedError before `fit`
   */
  get mixupSchedule(): LearnedMixupSchedule | undefined {
    const shares = this.learned?.state.mixup;
    if (shares === undefined) return undefined;
    const labels = this.learnedClasses.map((index) => this.classes[index]);
    return {
      settings: shares.arms,
      classes: labels.map((label, c) => ({ label, epochs: shares.classes[c] ?? undefined })),
    };
  }

  protected override definition(): NetworkDefinition {
    return qclMixNetDefinition(this.options);
  }

  protected override training(): NetworkTrainingOptions {
    const { options } = this;
    const mixup = {
      neighbours: options.mixupNeighbours,
      alpha: options.mixupAlpha,
      lambdaPer: options.mixupLambda,
      space: options.mixupSpace,
      table: options.mixupRows === 'all' ? options.neighbourSearch : undefined,
      schedule: options.mixupSchedule === 'learned' ? ('learned' as const) : undefined,
    };
    return {
      ...networkTraining(options),
      mixup: options.without.includes('mixup') ? undefined : mixup,
      columnSelection: options.columnSelection,
      folded: options.folded,
    };
  }
}

export const qclMixNet = classifierEntry(QclMixNet, {
  name: 'qcl-mixnet',
  summary: 'quantum-informed contrastive learning with dynamic mixup (the paper)',
  options: qclMixNetOptions,
  grid: qclMixNetGrid,
  space: qclMixNetSpace,
  rules: [...networkRules, ...qclRules],
  weights: QCL_WEIGHTS,
});
