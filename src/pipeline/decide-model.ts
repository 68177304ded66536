/** Another decision or calibration for a trained model, without training it again. */
import { Argmax } from '../decision/argmax.js';
import { calibrateAndDecide } from '../decision/calibrate-and-decide.js';
import { Calibrator } from '../decision/calibration/calibrator.js';
import { checkDecisionOptions, type DecisionOptions } from '../decision/decision-options.js';
import { InputError } from '../errors.js';
import { checkOptions, DECISION_OPTION_TYPES, OPTION_TYPES } from './check-options.js';
import { decisionNotices } from './decision-notices.js';
import { DEFAULT_SEED } from './defaults.js';
import { scoreReference } from './model-scores.js';
import { crossDecidedScores } from './out-of-fold-metrics.js';
import { TableClassifier } from './table-classifier.js';

export interface DecideOptions extends DecisionOptions {
  /** Seeds folds and bootstrap samples; default 42. */
  readonly seed?: number;
  /** Called with each notice about the decision and its scores. */
  readonly onNotice?: (notice: string) => void;
}

/**
 * The model with a calibration and a decision that are fitted on its out-of-fold predictions, as in a training. Without
 * such predictions only `argmax` is possible, with the calibration of the model, or `none`.
 *
 * @throws InputError if the model keeps no out-of-fold predictions for another decision, for an invalid option, and if no decision keeps the
 *   floor, with the reason.
 */
export function decideModel(model: TableClassifier, options: DecideOptions): TableClassifier {
  const { preparation, classifier, classes, outOfFold, record } = model;
  if (typeof options !== 'object' || options === null) {
    throw new InputError('decideModel needs options as an object, for example { decision: "recall>=0.8" }');
  }
  checkOptions('decideModel', options, {
    ...DECISION_OPTION_TYPES,
    seed: OPTION_TYPES.number,
    onNotice: OPTION_TYPES.callback,
  });
  const { seed = DEFAULT_SEED } = options;
  const plan = checkDecisionOptions(options, classes);
  const { specification, calibration, priors } = plan;
  const keeps = calibration === 'auto' || calibration === 'none';
  if (outOfFold === undefined && specification.kind === 'argmax' && keeps && priors.length === 0) {
    // Nothing has to be fitted: the model keeps its calibration, or has none.
    return new TableClassifier({
      preparation,
      classifier,
      provenance: { ...model.provenance, test: undefined, outOfFold: undefined },
      calibrator: calibration === 'none' ? Calibrator.none : model.calibrator,
      decision: new Argmax(),
      record,
    });
  }
  if (outOfFold === undefined) {
    throw new InputError(
      `the model (${classifier.name}) has no out-of-fold predictions to fit a decision on. It was trained by version ` +
        '0.1.0, on too few rows, with calibration none and argmax, or was interrupted: train it again, or decide by argmax, which needs none',
    );
  }
  const decided = calibrateAndDecide(outOfFold, plan, { classes, seed });
  const { calibrator, decision, impossible } = decided;
  if (impossible !== undefined) throw new InputError(impossible);
  for (const notice of decisionNotices(decided, outOfFold, classes)) options.onNotice?.(notice);
  const given = classes.find((label) => String(label) === options.positive);
  const ofDecision = decision.positive === undefined ? undefined : classes[decision.positive];
  const counted = { ...model.provenance, positive: given ?? ofDecision ?? model.provenance.positive };
  const reference = scoreReference(classes, counted);
  const provenance = {
    ...model.provenance,
    positive: reference.positive,
    // The scores on the test rows were those of another decision.
    test: undefined,
    outOfFold: crossDecidedScores(decided.outOfFold, outOfFold, decision, reference),
  };
  return new TableClassifier({
    preparation,
    classifier,
    provenance,
    calibrator,
    decision,
    outOfFold,
    record,
  });
}
