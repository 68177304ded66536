/** The figures of a comparison; a sentence stands in for each one that cannot be drawn. */
import { boxPlots } from '../../figures/box-plots.js';
import { confusionMatrixPlot } from '../../figures/confusion-matrix-plot.js';
import { timeAgainstScore } from '../../figures/time-against-score.js';
import type { Comparison } from '../../pipeline/comparison/comparison.js';
import { countOf } from '../../text/name-list.js';
import { inBothWidths, type ReportPart } from '../parts.js';

/** A larger matrix cannot be read. */
const MOST_CLASSES_DRAWN = 50;

export function comparisonFigures(comparison: Comparison): ReportPart[] {
  const several = comparison.ranked.length > 1;
  return [
    ...(several
      ? boxes(comparison)
      : [sentence('There is only one classifier, so no figure compares classifiers.')]),
    ...(several ? times(comparison) : []),
    ...confusion(comparison),
  ];
}

function boxes({ ranked, splits, metric }: Comparison): ReportPart[] {
  const complete = splits
    .map((_, s) => ranked.map(({ scores }) => scores[s]?.metric ?? null))
    .filter((row): row is number[] => !row.includes(null));
  if (complete.length < 2) {
    return [sentence('There are no box plots: fewer than two splits have a score of every classifier.')];
  }
  const missing = splits.length - complete.length;
  return [
    inBothWidths(
      (width) =>
        boxPlots({
          classifiers: ranked.map(({ name }) => name),
          scores: complete,
          blocks: 'splits',
          metric: metric.title,
          largerIsBetter: metric.largerIsBetter,
          width,
        }),
      (missing > 0 ? `Without ${countOf(missing, 'split')} on which a fit failed or has no score. ` : '') +
        'There is no critical-difference diagram: its test needs independent data sets, and the splits of one ' +
        'table depend on each other.',
    ),
  ];
}

function times({ ranked, metric }: Comparison): ReportPart[] {
  const seconds = ranked.map(({ means }) => means.seconds);
  if (seconds.includes(0))
    return [sentence('There is no figure of time against score: the clock is too coarse for these fits.')];
  return [
    inBothWidths(
      (width) =>
        timeAgainstScore({
          classifiers: ranked.map(({ name }) => name),
          seconds,
          scores: ranked.map(({ score }) => score.mean),
          metric: `mean ${metric.title}`,
          largerIsBetter: metric.largerIsBetter,
          width,
        }),
      'Seconds per fit, which also depend on the load of the machine.',
    ),
  ];
}

function confusion({ ranked, classes, repeats }: Comparison): ReportPart[] {
  const [{ name, confusion: matrix, means }] = ranked;
  if (classes.length > MOST_CLASSES_DRAWN) {
    return [
      sentence(`The confusion matrix of ${classes.length} classes is too large to draw; --json has it.`),
    ];
  }
  const times = repeats === 1 ? 'once' : `${repeats} times, once per repeat`;
  return [
    { kind: 'heading', text: `Confusion matrix of ${name}` },
    inBothWidths(
      (width) =>
        confusionMatrixPlot({
          classes: classes.map(({ label }) => String(label)),
          matrix,
          title: `${name} predicts ${(100 * means.accuracy).toFixed(1)} % of the rows correctly`,
          width,
        }),
      `Every row is predicted ${times}, by a model that was fitted without it.`,
    ),
  ];
}

function sentence(text: string): ReportPart {
  return { kind: 'paragraph', text };
}
