/** Contributions of the columns of a table to the prediction of one class, exact or sampled. */
import type { ContributionScale } from '../../classifiers/contract/contributions.js';
import { InputError } from '../../errors.js';
import type { FeatureMatrix } from '../../matrix.js';
import { listNames } from '../../text/name-list.js';
import { withPredictor } from '../prediction/parallel-predictor.js';
import type { TableClassifier } from '../table-classifier.js';
import { backgroundOf } from './background.js';
import { EXPLANATION_METHODS, type ExplainOptions } from './explanation.js';
import { sampledContributions, scoreOf } from './sampled-contributions.js';

/** Contributions of the features or columns of some rows to the prediction of one class. */
export interface ColumnValues {
  readonly scale: ContributionScale;
  readonly expected: number;
  /** Rows x columns of the table. */
  readonly values: Float64Array;
  readonly standardErrors: Float64Array | undefined;
  /** About the background. */
  readonly notices: readonly string[];
}

/** Explains rows of one class by the method of the options. */
export function columnContributions(
  model: TableClassifier,
  groups: readonly (readonly number[])[],
  { method = 'auto', permutations = 32, seed = 42, executor }: ExplainOptions,
): (X: FeatureMatrix, c: number) => Promise<ColumnValues> {
  if (!EXPLANATION_METHODS.includes(method)) {
    throw new InputError(`method is ${JSON.stringify(method)}: choose ${listNames(EXPLANATION_METHODS)}`);
  }
  if (!(Number.isInteger(permutations) && permutations >= 2 && permutations % 2 === 0)) {
    throw new InputError(`permutations is ${permutations}: give an even integer from 2`);
  }
  return async (X, c) => {
    const exact = method === 'sampled' ? undefined : await exactContributions(model, X, c, groups);
    if (exact !== undefined) return exact;
    if (method === 'exact') {
      throw new InputError(
        `${model.classifier.name} has no exact contributions${
          model.classifier.contributions === undefined
            ? ''
            : ' in this model, which has combined columns or was saved before version 0.2.0'
        }: use the method sampled`,
      );
    }
    const background = backgroundOf(model, seed);
    const predicted = X.rows * permutations * groups.length;
    return withPredictor(model.classifier, { executor, rows: predicted }, async (predictor) => {
      const score = scoreOf(predictor, (P) => model.calibrated(P), c);
      const found = await sampledContributions(score, X, groups, background, {
        pairs: permutations / 2,
        seed,
      });
      const notices = background.isSynthetic
        ? [
            'the model holds no training rows: contributions are compared with rows whose columns are drawn independently',
          ]
        : [];
      return { scale: 'probability', ...found, notices };
    });
  };
}

async function exactContributions(
  { classifier, classes }: TableClassifier,
  X: FeatureMatrix,
  c: number,
  groups: readonly (readonly number[])[],
): Promise<ColumnValues | undefined> {
  const found = await classifier.contributions?.(X, classes[c]);
  if (found === undefined) return undefined;
  const values = new Float64Array(X.rows * groups.length);
  groups.forEach((features, g) => {
    for (let row = 0; row < X.rows; row++) {
      values[row * groups.length + g] = features.reduce(
        (sum, feature) => sum + found.values[row * X.columns + feature],
        0,
      );
    }
  });
  return { scale: found.scale, expected: found.expected, values, standardErrors: undefined, notices: [] };
}
