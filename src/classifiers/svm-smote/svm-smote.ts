/** SVM+SMOTE: a C-support vector classifier (libsvm's) on training rows oversampled by SMOTE. */

import { RandomStream } from '../../engine/random/random-stream.js';
import { InputError } from '../../errors.js';
import { type FeatureMatrix, type Matrix, rowsAt } from '../../matrix.js';
import { columnMeans } from '../../mean.js';
import { smote } from '../../resampling/smote.js';
import type { SvmTraining } from '../../svm/svm-training.js';
import { trainSvm } from '../../svm/train-svm.js';
import { stepProgress } from '../../training/fit-progress.js';
import type { ModelTensor } from '../contract/classifier.js';
import { classifierEntry } from '../contract/classifier-entry.js';
import type { FitResult, FittedShape, LearningControl, LearningProblem } from '../contract/fitted-model.js';
import { LearningClassifier } from '../contract/learning-classifier.js';
import { kernelFor, orderByClass, sizesOf, unitsOf, weightsOfClasses } from './job-parts.js';
import { type SvmSmoteOptions, svmSmoteGrid, svmSmoteOptions } from './options.js';
import { svmSmoteSpace } from './search-space.js';
import { centredRows, SvmModel } from './svm-model.js';

/** 300 classes need 44,850 machines, each trained six times. */
const MOST_CLASSES = 300;

/**
 * SMOTE is applied within `fit`, to the training rows only. One machine is trained for each pair of classes; Platt
 * scaling turns their decision values into probabilities, which pairwise coupling combines into one distribution.
 *
 * The predicted class is the argmax of the probabilities, which can differ from libsvm's vote of the machines, used
 * by `predict` of scikit-learn's `SVC(probability=True)`.
 */
export class SvmSmote extends LearningClassifier<typeof svmSmoteOptions, SvmModel> {
  /** Throws `InputError` naming the option, its value and what is allowed. */
  constructor(options: SvmSmoteOptions = {}) {
    super(svmSmote, options);
  }

  /**
   * rows x pairs of classes, (0, 1), (0, 2), ..., (1, 2), ...: positive for the first class of the pair
   * (scikit-learn's `decision_function` of a one-versus-one `SVC`, with the opposite sign for two classes). Throws
   * `InputError` for a single class.
   */
  async decisionValues(given: FeatureMatrix): Promise<Matrix> {
    const { model, X } = this.modelFor(given);
    if (model === undefined) throw new InputError('there are no decision values: y has a single class');
    return model.decisionValues(X);
  }

  protected override async learn(problem: LearningProblem, control: LearningControl): Promise<FitResult> {
    const { seed, C, tolerance, cacheSize, smoteNeighbours } = this.options;
    const { executor, signal, onProgress, onWarning } = control;
    const { classes } = problem;
    if (classes > MOST_CLASSES) {
      throw new InputError(
        `svm-smote trains a machine for each pair of classes, ${(classes * (classes - 1)) / 2} for ${classes} classes: ` +
          `at most ${MOST_CLASSES} classes are supported; group them or use another classifier`,
      );
    }
    const classWeights = weightsOfClasses(problem);
    const onStep = stepProgress('machine', onProgress);
    const random = new RandomStream(seed, 'smote');
    const smoteOptions = { neighbours: smoteNeighbours, random, signal, onWarning };
    const { X, y, from, to } = await smote(problem.X, problem.y, classes, smoteOptions);
    const mean = columnMeans(X);
    const order = orderByClass(y);
    const training: SvmTraining = {
      rows: rowsAt({ ...X, data: centredRows(X, mean, 0, X.rows) }, order).data,
      sizes: sizesOf(y, classes),
      units: unitsOf(problem.split, from, to, order),
      columns: X.columns,
      kernel: kernelFor(this.options, X),
      C,
      classWeights,
      tolerance,
      cacheSize,
      seed,
    };
    return {
      model: new SvmModel(mean, await trainSvm(training, { executor, onStep, signal })),
      aborted: false,
    };
  }

  protected override revive(state: unknown, tensors: Map<string, ModelTensor>, shape: FittedShape): SvmModel {
    return SvmModel.revive(state, tensors, shape, this.name);
  }
}

export const svmSmote = classifierEntry(SvmSmote, {
  name: 'svm-smote',
  summary: 'support vector machine (libsvm) on rows balanced by SMOTE',
  options: svmSmoteOptions,
  grid: svmSmoteGrid,
  space: svmSmoteSpace,
  rules: [
    {
      options: ['gamma'],
      acts: ({ kernel }) => kernel === 'rbf',
      because: 'only kernel=rbf has it',
      fix: 'set kernel=rbf',
    },
  ],
  acceptsSampleWeight: false,
  weights: '`sampleWeight` is not accepted: libsvm has class weights only. `classWeight` multiplies C.',
});
