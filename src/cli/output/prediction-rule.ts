/** How the options of `predict` change the labels and the order of the rows. */

import type { AlertCapacity } from '../../decision/alerts.js';
import { InputError } from '../../errors.js';
import type { Label } from '../../matrix.js';
import type { PredictedBlock } from '../../pipeline/predict-table.js';
import { type PositiveClass, positiveClass, thresholdRule } from '../../pipeline/risk.js';
import type { TableClassifier } from '../../pipeline/table-classifier.js';
import { quote } from '../../text/name-list.js';

export interface RiskArguments {
  readonly sort?: 'risk';
  readonly top?: AlertCapacity;
  readonly threshold?: number;
  readonly positive?: string;
}

export interface PredictionRule {
  readonly classes: readonly Label[];
  /** The labels that can be predicted. */
  readonly actions: readonly Label[];
  /** The index of the class whose probability is the risk. */
  readonly positive: number;
  /** The rule in words. */
  readonly description: string;
  readonly notices: readonly string[];
  /** The same blocks with the labels of the rule. */
  decided<Block extends PredictedBlock>(blocks: AsyncIterable<Block>): AsyncIterable<Block>;
}

/** Whether the rows are sorted by risk. */
export function isRanked({ sort, top }: RiskArguments): boolean {
  return sort !== undefined || top !== undefined;
}

/** Whether anything depends on the risk. */
export function usesRisk(options: RiskArguments): boolean {
  return isRanked(options) || options.threshold !== undefined;
}

/** The model's decision, or the threshold. Throws `InputError` for options that do not fit the model or each other. */
export function predictionRule(model: TableClassifier, options: RiskArguments): PredictionRule {
  const { classes, decision } = model;
  const { threshold, positive: label } = options;
  if (label !== undefined && !usesRisk(options)) {
    throw new InputError('--positive needs --sort, --top or --threshold, which use the risk');
  }
  const positive = positiveClass(model, { positive: label });
  const name = quote(String(classes[positive.index]));
  const shared = {
    classes,
    positive: positive.index,
    notices: usesRisk(options) && label === undefined ? [riskNotice(name, positive)] : [],
  };
  if (threshold === undefined) {
    return {
      ...shared,
      actions: decision.actionsOf?.(classes) ?? classes,
      description: decision.describe(classes),
      decided: (blocks) => blocks,
    };
  }
  const labelsOf = thresholdRule(classes, positive.index, threshold);
  return {
    ...shared,
    actions: classes,
    description: `threshold: ${name} if its probability is at least ${threshold}`,
    async *decided(blocks) {
      for await (const block of blocks) yield { ...block, labels: labelsOf(block.probabilities) };
    },
  };
}

function riskNotice(name: string, { chosenBy }: PositiveClass): string {
  const reasons = {
    label: 'as asked for',
    decision: "which the model's decision is about",
    training: 'which was the positive class of the training',
    rarest: 'the class with the fewest training rows',
  };
  const reason = reasons[chosenBy];
  return `risk is the probability of ${name}, ${reason}; --positive gives another class`;
}
