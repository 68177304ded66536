/** Another decision for a trained model, without training it again. */
import { Argmax } from '../decision/argmax.js';
import { type CostMatrix, parseCosts, parseCostTable } from '../decision/cost-matrix.js';
import type { Decision } from '../decision/decision.js';
import { fitDecision } from '../decision/fit-decision.js';
import type { OutOfFoldRows } from '../decision/out-of-fold-rows.js';
import { parseDecision } from '../decision/parse-decision.js';
import { InputError } from '../errors.js';
import { DEFAULT_SEED } from './defaults.js';
import { TableClassifier } from './table-classifier.js';

export interface DecideOptions {
  /**
   * What to decide by: `argmax`; `macro-f1`, `balanced-accuracy`, `mcc`, `accuracy`, `f1`, `f2`; `recall>=0.9`,
   * `precision>=0.5`, `fraud:recall>=0.9`; `alerts=200`, `alerts=1%`; `cost`.
   */
  readonly decide: string;
  /** The class that F-beta, floors and alerts are about; default the rarest. */
  readonly positive?: string;
  /** With it, a floor holds on new rows with this probability. */
  readonly confidence?: number;
  /** Costs as `fraud:ok=100,ok:fraud=5`. */
  readonly costs?: string;
  /** Costs as the text of a CSV file: the header names the actions, each line a true class and its costs. */
  readonly costTable?: string;
  /** Default 42. */
  readonly seed?: number;
}

/**
 * The model with a decision that is fitted on its out-of-fold predictions.
 *
 * @throws InputError if the model keeps no out-of-fold predictions (only `auto` and `qcl-ensemble` do), for an invalid
 *   option, and if no decision keeps the floor, with the reason.
 */
export function decideModel(model: TableClassifier, options: DecideOptions): TableClassifier {
  const { preparation, classifier, provenance } = model;
  const decision = fittedDecision(model, options);
  return new TableClassifier(preparation, classifier, provenance, decision);
}

function fittedDecision({ classifier, classes }: TableClassifier, options: DecideOptions): Decision {
  const { positive, confidence, seed = DEFAULT_SEED } = options;
  const specification = parseDecision(options.decide);
  if (specification.kind === 'argmax') return new Argmax();
  const rows = requireRows(classifier.name, classifier.outOfFold);
  const costs = specification.kind === 'cost' ? costsOf(options, classes) : undefined;
  const fit = fitDecision(specification, rows, { classes, positive, confidence, costs, seed });
  if (fit.kind === 'fitted') return fit.decision;
  throw new InputError(`no decision keeps the floor: ${fit.reason}`);
}

function requireRows(name: string, rows: OutOfFoldRows | undefined): OutOfFoldRows {
  if (rows !== undefined) return rows;
  throw new InputError(
    `the model (${name}) has no out-of-fold predictions to fit a decision on: train auto or qcl-ensemble`,
  );
}

/** Undefined if none are given, which `fitDecision` refuses. */
function costsOf(
  { costs, costTable }: DecideOptions,
  classes: TableClassifier['classes'],
): CostMatrix | undefined {
  if (costs !== undefined && costTable !== undefined) {
    throw new InputError('costs are given as text and as a table: give one of them');
  }
  if (costTable !== undefined) return parseCostTable(costTable, classes);
  return costs === undefined ? undefined : parseCosts(costs, classes);
}
