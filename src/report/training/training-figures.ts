/** The figures of one model; a sentence stands in for some that cannot be drawn. */

import { RandomStream } from '../../engine/random/random-stream.js';
import { confusionMatrixPlot } from '../../figures/confusion-matrix-plot.js';
import { learningCurves } from '../../figures/learning-curves.js';
import { reliabilityDiagram } from '../../figures/reliability-diagram.js';
import { thresholdCurvesPlot } from '../../figures/threshold-curves-plot.js';
import { tsnePicture } from '../../figures/tsne-picture.js';
import { tsne } from '../../manifold/tsne.js';
import { rowsAt } from '../../matrix.js';
import type { TrainingOutcome } from '../../pipeline/training-outcome.js';
import { allocateDraws } from '../../tables/split/allocate-draws.js';
import { sampleFront } from '../../tables/split/sample-front.js';
import { epochCurve } from '../../training/fit-progress.js';
import type { ReportPart } from '../parts.js';
import type { TestPredictions } from './test-predictions.js';

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

function confusion({ report }: TrainingOutcome, { classes }: TestPredictions): ReportPart[] {
  if (classes.length > MOST_CLASSES_DRAWN) {
    return [
      sentence(`The confusion matrix of ${classes.length} classes is too large to draw; --json has it.`),
    ];
  }
  return [heading('Confusion matrix'), figure(confusionMatrixPlot({ classes, matrix: report.confusion }))];
}

/** The class of two that has fewer training rows; undefined for more classes. */
function rarerClass({ model }: TrainingOutcome): number | undefined {
  const { classes } = model.provenance;
  if (classes.length !== 2) return undefined;
  return classes[1].trainingRows <= classes[0].trainingRows ? 1 : 0;
}

function thresholds(outcome: TrainingOutcome, predictions: TestPredictions): ReportPart[] {
  const rarer = rarerClass(outcome);
  if (rarer === undefined) return [];
  const { positive, scores, name } = scoresOf(rarer, predictions);
  if (!positive.includes(true) || !positive.includes(false)) {
    return [
      sentence(
        `There are no precision-recall and ROC curves: ${positive[0] ? 'all' : 'none'} of the test rows are of ${name}.`,
      ),
    ];
  }
  return [
    heading('Precision-recall and ROC curves'),
    figure(
      thresholdCurvesPlot({ positive, scores, threshold: 0.5 }),
      `Positive: ${name}, the rarer one. The model predicts it if its probability is at least 0.5.`,
    ),
  ];
}

function reliability(outcome: TrainingOutcome, predictions: TestPredictions): ReportPart {
  const rarer = rarerClass(outcome);
  if (rarer !== undefined) {
    const { positive, scores, name } = scoresOf(rarer, predictions);
    return figure(reliabilityDiagram({ positive, probabilities: scores, event: name }));
  }
  const { truth, predicted, probabilities } = predictions;
  const { data, columns } = probabilities;
  return figure(
    reliabilityDiagram({
      positive: Array.from(truth, (c, row) => c === predicted[row]),
      probabilities: Float64Array.from(predicted, (c, row) => data[row * columns + c]),
      event: 'the predicted class',
    }),
    'A row counts as positive if its predicted class is the true one.',
  );
}

function scoresOf(c: number, { classes, truth, probabilities }: TestPredictions) {
  const { data, columns, rows } = probabilities;
  return {
    positive: Array.from(truth, (t) => t === c),
    scores: Float64Array.from({ length: rows }, (_, row) => data[row * columns + c]),
    name: `class ${classes[c]}`,
  };
}

function curves({ reports, bestEpoch }: TrainingOutcome): ReportPart[] {
  const curve = epochCurve(reports);
  const hasValues = [...curve.loss, ...curve.validationMacroF1].some((value) => Number.isFinite(value));
  if (!hasValues || reports.length < 2) return [];
  return [heading('Learning curves'), figure(learningCurves({ curve, bestEpoch }))];
}

async function map(outcome: TrainingOutcome, predictions: TestPredictions): Promise<ReportPart[]> {
  const { model, test } = outcome;
  const representations = await model.classifier.representations?.(test.X);
  if (representations === undefined) return [];
  const title = heading('Map of the test rows');
  const { classes, truth, predicted } = predictions;
  const rows = stratifiedRows(truth, classes.length, MOST_ROWS_MAPPED);
  if (rows.length < 4)
    return [title, sentence(`There is no map: ${rows.length} test rows are too few for t-SNE.`)];
  const { embedding, perplexity, iterations } = await tsne(rowsAt(representations, rows), { seed: SEED });
  const part =
    rows.length < truth.length ? `${rows.length} of ${truth.length} test rows, stratified` : 'All test rows';
  return [
    title,
    figure(
      tsnePicture({
        embedding,
        classes,
        truth: rows.map((row) => truth[row]),
        predicted: rows.map((row) => predicted[row]),
      }),
      `${part}, by the outputs of the ${representations.columns} units before the last layer. t-SNE with perplexity ` +
        `${Number(perplexity.toPrecision(3))}, ${iterations} iterations, seed ${SEED}: nearby rows are similar, ` +
        'distances between far groups mean little.',
    ),
  ];
}

/** At most `most` rows, every class in its proportion and with at least one row, in ascending order. */
function stratifiedRows(truth: Int32Array, classes: number, most: number): Int32Array {
  if (truth.length <= most) return truth.map((_, row) => row);
  const random = new RandomStream(SEED, 'map');
  const byClass = Array.from({ length: classes }, (_, c) => {
    const rows: number[] = [];
    truth.forEach((t, row) => {
      if (t === c) rows.push(row);
    });
    return Int32Array.from(rows);
  });
  const counts = byClass.map(({ length }) => length);
  // Room for the classes that would get no row and get one.
  const draws = allocateDraws(counts, Math.max(0, most - classes), random);
  return Int32Array.from(
    byClass.flatMap((rows, c) => [
      ...sampleFront(rows, Math.min(rows.length, Math.max(1, draws[c])), random),
    ]),
  ).sort();
}

function heading(text: string): ReportPart {
  return { kind: 'heading', text };
}

function figure(svg: string, note?: string): ReportPart {
  return { kind: 'figure', svg, note };
}

function sentence(text: string): ReportPart {
  return { kind: 'paragraph', text };
}
