/** The scores of one fit, their means, and those of the baselines. */
import type { Label } from '../../matrix.js';
import { mean } from '../../mean.js';
import { placesOfFold } from '../../tables/split/folds-of-rows.js';
import { type RowScores, scoreRows } from '../model-scores.js';
import { partAt } from '../part.js';
import { classCounts } from '../provenance.js';
import { type ScoreMetric, scoreMetric } from '../score-metrics.js';
import type { ComparisonBaseline, FitScores } from './comparison.js';
import type { ComparisonPlan } from './comparison-plan.js';

/** Of the classes, among the rows that a split does not test. */
export function trainingFrequencies({ classes, work, splits }: ComparisonPlan, split: number): number[] {
  const { repeat, fold } = splits[split];
  const { train } = placesOfFold({ ofRow: work.foldsOfRows[repeat], forward: work.forward }, fold);
  const { labels, weights } = partAt(work, train);
  const counts = classCounts(classes, labels, [], weights).map(
    ({ trainingRows, trainingWeight }) => trainingWeight ?? trainingRows,
  );
  const total = counts.reduce((sum, count) => sum + count, 0);
  return counts.map((count) => count / total);
}

/** The scores of one fit from those of its test rows. */
export function fitScores(
  { report, probabilities }: RowScores,
  { classes, positive, metric }: Pick<ComparisonPlan, 'classes' | 'positive' | 'metric'>,
  seconds: number,
): FitScores {
  const c = classes.indexOf(positive);
  const read = (each: ScoreMetric) => each.read(probabilities, c) ?? null;
  return {
    ...report.metrics,
    metric: read(metric),
    matthewsCorrelation: probabilities.matthewsCorrelation,
    recall: probabilities.perClass[c].recall ?? null,
    precision: probabilities.perClass[c].precision ?? null,
    averagePrecision: read(scoreMetric('average-precision')),
    rocAuc: read(scoreMetric('roc-auc')),
    logLoss: probabilities.logLoss,
    brierScore: probabilities.brierScore,
    seconds,
  };
}

/** The mean of each score; of one that some fits do not have, over the others. */
export function meanScores(done: readonly FitScores[]): FitScores {
  const meanOf = (of: NumberKeys) => mean(done.map((scores) => scores[of]));
  const meanOfDefined = (of: Exclude<keyof FitScores, NumberKeys>) => {
    const values = done.map((scores) => scores[of]).filter((value) => value !== null);
    return values.length === 0 ? null : mean(values);
  };
  return {
    accuracy: meanOf('accuracy'),
    macroPrecision: meanOf('macroPrecision'),
    macroRecall: meanOf('macroRecall'),
    macroF1: meanOf('macroF1'),
    harmonicF1: meanOf('harmonicF1'),
    balancedAccuracy: meanOf('balancedAccuracy'),
    metric: meanOfDefined('metric'),
    matthewsCorrelation: meanOf('matthewsCorrelation'),
    recall: meanOfDefined('recall'),
    precision: meanOfDefined('precision'),
    averagePrecision: meanOfDefined('averagePrecision'),
    rocAuc: meanOfDefined('rocAuc'),
    logLoss: meanOf('logLoss'),
    brierScore: meanOf('brierScore'),
    seconds: meanOf('seconds'),
  };
}

/** The scores that every fit has. */
type NumberKeys = {
  [Key in keyof FitScores]: null extends FitScores[Key] ? never : Key;
}[keyof FitScores];

/** What both baselines reach on every split. */
export function scoreBaselines(plan: ComparisonPlan): ComparisonBaseline[] {
  const { classes, work, splits } = plan;
  const { foldsOfRows, forward } = work;
  const names: readonly ComparisonBaseline['name'][] = ['mostFrequentClass', 'classFrequencies'];
  return names.map((name) => {
    const scores = splits.map(({ repeat, fold }, s) => {
      const tested = placesOfFold({ ofRow: foldsOfRows[repeat], forward }, fold).test;
      const { labels: truth, weights } = partAt(work, tested);
      const frequencies = trainingFrequencies(plan, s);
      const mostFrequent = frequencies.indexOf(Math.max(...frequencies));
      const row =
        name === 'classFrequencies' ? frequencies : classes.map((_, c) => (c === mostFrequent ? 1 : 0));
      const data = Float32Array.from({ length: truth.length * row.length }, (_, i) => row[i % row.length]);
      const probabilities = { data, rows: truth.length, columns: row.length };
      const decided = new Array<Label>(truth.length).fill(classes[mostFrequent]);
      return fitScores(scoreRows(truth, decided, probabilities, { classes, frequencies }, weights), plan, 0);
    });
    return { name, scores, means: meanScores(scores) };
  });
}
