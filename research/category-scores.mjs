// The scores of a trial of category-splits.mjs.
import { calibrateAndDecide } from '../dist/decision/calibrate-and-decide.js';
import { checkDecisionOptions } from '../dist/decision/decision-options.js';
import { probabilityReport } from '../dist/index.js';

/** Scores of all held-out rows together; calibrated and decided by the other folds as a training reports it. */
export function scoresOf(predictions, fits, folds, classes, seed) {
  const columns = classes.length;
  const y = Int32Array.from(fits.flatMap(({ heldOutY }) => [...heldOutY]));
  const data = Float32Array.from(predictions.flatMap((P) => [...P.data]));
  const P = { data, rows: y.length, columns };
  const counts = classes.map((_, c) => y.filter((label) => label === c).length);
  const rarest = counts.indexOf(Math.min(...counts.filter((count) => count >= 10)));
  const argmax = Int32Array.from(y, (_, row) => {
    const of = [...data.subarray(row * columns, (row + 1) * columns)];
    return of.indexOf(Math.max(...of));
  });
  const plain = probabilityReport(P, y, argmax, classes);
  const rounded = (scores) =>
    Object.fromEntries(Object.entries(scores).map(([name, value]) => [name, Number(value.toFixed(5))]));
  const raw = {
    averagePrecision: plain.perClass[rarest].averagePrecision,
    logLoss: plain.logLoss,
    argmaxMacroF1: plain.macroF1,
  };
  if (folds.length === 0) return rounded(raw);
  const foldOfRow = Int32Array.from(folds.flatMap((rows, fold) => new Array(rows.length).fill(fold)));
  const { outOfFold } = calibrateAndDecide({ probabilities: P, y }, checkDecisionOptions({}, classes), {
    classes,
    seed,
    foldOfRow,
  });
  const decided = probabilityReport(outOfFold.probabilities, y, outOfFold.decided, classes);
  return rounded({ ...raw, calibratedLogLoss: decided.logLoss, macroF1: decided.macroF1 });
}
