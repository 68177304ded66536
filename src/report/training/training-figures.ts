/** The figures of one model; a sentence stands in for some that cannot be drawn. */

import { RandomStream } from '../../engine/random/random-stream.js';
import { confusionMatrixPlot } from '../../figures/confusion-matrix-plot.js';
import { learningCurves } from '../../figures/learning-curves.js';
import { reliabilityDiagram } from '../../figures/reliability-diagram.js';
import { thresholdCurvesPlot } from '../../figures/threshold-curves-plot.js';
import { tsnePicture } from '../../figures/tsne-picture.js';
import { tsne } from '../../manifold/tsne.js';
import { type Matrix, rowsAt } from '../../matrix.js';
import { logLoss } from '../../metrics/log-loss.js';
import type { TrainingOutcome } from '../../pipeline/training-outcome.js';
import { stratifiedSample } from '../../tables/split/stratified-sample.js';
import { epochCurve } from '../../training/fit-progress.js';
import { inBothWidths, type ReportPart } from '../parts.js';
import { explainedPositive } from './positive-class.js';
import { columnOf, decidedRows, oneVsRest, type TestPredictions } from './test-predictions.js';

/** A larger matrix cannot be read. */
const MOST_CLASSES_DRAWN = 50;
/** Rows of the map; more would take long and overlap. */
const MOST_ROWS_MAPPED = 2000;
const SEED = 42;

export async function trainingFigures(
  outcome: TrainingOutcome,
  predictions: TestPredictions,
): Promise<ReportPart[]> {
  return [
    ...confusion(outcome, predictions),
    ...thresholds(outcome, predictions),
    heading('Calibration'),
    reliability(outcome, predictions),
    ...curves(outcome),
    ...(await map(outcome, predictions)),
  ];
}

function confusion({ report }: TrainingOutcome, { classes, weights }: TestPredictions): ReportPart[] {
  if (classes.length > MOST_CLASSES_DRAWN) {
    return [
      sentence(`The confusion matrix of ${classes.length} classes is too large to draw; --json has it.`),
    ];
  }
  const draw = (width?: number) => confusionMatrixPlot({ classes, matrix: report.confusion, width });
  const note = weights && 'The matrix counts rows, not weights.';
  return [heading('Confusion matrix'), inBothWidths(draw, note)];
}

function thresholds({ model }: TrainingOutcome, predictions: TestPredictions): ReportPart[] {
  if (model.classes.length !== 2) return [];
  const { index, reason } = explainedPositive(model);
  const { positive, scores, name } = oneVsRest(index, predictions);
  if (!positive.includes(true) || !positive.includes(false)) {
    return [
      sentence(
        `There are no precision-recall and ROC curves: ${positive[0] ? 'all' : 'none'} of the test rows are of ${name}.`,
      ),
    ];
  }
  const { predicted, weights } = predictions;
  const least = scores.reduce(
    (smallest, score, row) => (predicted[row] === index ? Math.min(smallest, score) : smallest),
    Number.POSITIVE_INFINITY,
  );
  const saved = Number.isFinite(least) ? model.decision.thresholdOf?.(index) : undefined;
  const title = Number.isFinite(least) ? undefined : `No test row is predicted as ${name}`;
  const circle =
    saved === undefined
      ? 'the smallest probability of the rows that are predicted as it'
      : 'the threshold of the decision';
  return [
    heading('Precision-recall and ROC curves'),
    inBothWidths(
      (width) => thresholdCurvesPlot({ positive, scores, weights, threshold: saved ?? least, title, width }),
      `The positive class is ${model.classes[index]}, ${reason}. The circle is at ${circle}.`,
    ),
  ];
}

function reliability({ model }: TrainingOutcome, predictions: TestPredictions): ReportPart {
  const { truth, weights, probabilities, uncalibrated } = predictions;
  const isCalibrated = uncalibrated.data.some((p, i) => p !== probabilities.data[i]);
  const after = lossOfTruth(truth, probabilities, weights);
  const logLosses = { before: lossOfTruth(truth, uncalibrated, weights), after };
  const losses = isCalibrated
    ? 'The log loss is that of all classes.'
    : `The probabilities are those of the classifier, without a calibration; their log loss is ${after.toFixed(3)}.`;
  const { columns } = probabilities;
  if (model.classes.length === 2) {
    const { index } = explainedPositive(model);
    const { positive, scores, name } = oneVsRest(index, predictions);
    const before = isCalibrated ? columnOf(index, uncalibrated) : undefined;
    const data = { positive, probabilities: scores, weights, before, logLosses, event: name };
    return inBothWidths((width) => reliabilityDiagram({ ...data, width }), losses);
  }
  const { rows, truth: decidedTruth, predicted, weights: decidedWeights } = decidedRows(predictions);
  const ofPredicted = ({ data }: Matrix) =>
    Float64Array.from(predicted, (c, i) => data[rows[i] * columns + c]);
  const data = {
    positive: Array.from(decidedTruth, (c, i) => c === predicted[i]),
    probabilities: ofPredicted(probabilities),
    weights: decidedWeights,
    before: isCalibrated ? ofPredicted(uncalibrated) : undefined,
    logLosses,
    event: 'the predicted class',
  };
  return inBothWidths(
    (width) => reliabilityDiagram({ ...data, width }),
    `A row counts as positive if its predicted class is the true one. ${losses}`,
  );
}

/** Log loss of the rows of the model's classes. */
function lossOfTruth(
  truth: Int32Array,
  { data, columns }: Matrix,
  weights: Float64Array | undefined,
): number {
  const rows = Int32Array.from(truth.keys()).filter((row) => truth[row] < columns);
  return logLoss(
    Array.from(rows, (row) => data[row * columns + truth[row]]),
    weights && Float64Array.from(rows, (row) => weights[row]),
  );
}

function curves({ reports, bestEpoch, model }: TrainingOutcome): ReportPart[] {
  const curve = epochCurve(reports);
  const { unit } = model.provenance.epochs;
  const hasValues = [...curve.loss, ...curve.validationMacroF1].some((value) => Number.isFinite(value));
  if (!hasValues || reports.length < 2) return [];
  return [
    heading('Learning curves'),
    inBothWidths((width) => learningCurves({ curve, bestEpoch, unit, width })),
  ];
}

async function map(outcome: TrainingOutcome, predictions: TestPredictions): Promise<ReportPart[]> {
  const { model, test } = outcome;
  const representations = await model.classifier.representations?.(test.X);
  if (representations === undefined) return [];
  const title = heading('Map of the test rows');
  const { classes } = predictions;
  const decided = decidedRows(predictions);
  const chosen = stratifiedSample(
    decided.truth,
    classes.length,
    MOST_ROWS_MAPPED,
    new RandomStream(SEED, 'map'),
  );
  if (chosen.length < 4) {
    return [title, sentence(`There is no map: ${chosen.length} test rows are too few for t-SNE.`)];
  }
  const rows = chosen.map((i) => decided.rows[i]);
  const { embedding, perplexity, iterations } = await tsne(rowsAt(representations, rows), { seed: SEED });
  const part =
    rows.length < representations.rows
      ? `${rows.length} of ${representations.rows} test rows, stratified`
      : 'All test rows';
  const data = {
    embedding,
    classes,
    truth: chosen.map((i) => decided.truth[i]),
    predicted: chosen.map((i) => decided.predicted[i]),
  };
  return [
    title,
    inBothWidths(
      (width) => tsnePicture({ ...data, width }),
      `${part}, by the outputs of the ${representations.columns} units before the last layer. t-SNE with perplexity ` +
        `${Number(perplexity.toPrecision(3))}, ${iterations} iterations, seed ${SEED}: nearby rows are similar, ` +
        'distances between far groups mean little.',
    ),
  ];
}

function heading(text: string): ReportPart {
  return { kind: 'heading', text };
}

function sentence(text: string): ReportPart {
  return { kind: 'paragraph', text };
}
