/** Scores of an experiment as tables: macro F1 by data set and classifier, and all scores. */

import { numberCell, type ReportNumber, type ReportTable } from '../../report/parts.js';
import { chosenNotes, markedName } from '../datasets/chosen-on.js';
import { datasetsOf, type ResultRow } from '../experiments/result-rows.js';
import { paperText, repeatsText } from '../experiments/score-text.js';

/**
 * The mean macro F1 of each configuration on each data set, the best of each data set in bold.
 *
 * @param ranked configurations in the order of rank; others follow
 */
export function macroF1Table(rows: readonly ResultRow[], ranked: readonly string[]): ReportTable {
  const datasets = datasetsOf(rows);
  const configurations = [...new Set([...ranked, ...rows.map(({ configuration }) => configuration)])];
  const means = new Map(
    rows.map((row) => [cellName(row.configuration, row.dataset), row.scores.macroF1.mean]),
  );
  const meanOf = (configuration: string, dataset: string) =>
    means.get(cellName(configuration, dataset)) ?? Number.NaN;
  const best = new Map(
    datasets.map((dataset) => [
      dataset,
      Math.max(
        ...configurations.map((name) => meanOf(name, dataset)).filter((mean) => !Number.isNaN(mean)),
      ).toFixed(3),
    ]),
  );
  return {
    kind: 'table',
    caption: 'Macro F1 by data set',
    columns: [
      { title: 'classifier' },
      ...datasets.map((name) => ({ title: markedName(name), numeric: true })),
    ],
    rows: configurations.map((name) => [
      name,
      ...datasets.map((dataset): ReportNumber => {
        const cell = numberCell(meanOf(name, dataset));
        return { ...cell, best: configurations.length > 1 && cell.text === best.get(dataset) };
      }),
    ]),
    notes: [
      'Means over the seeds; the best of each data set, to three digits, is bold. A dash means that no run finished. ' +
        'Classifiers are in the order of their mean ranks, if there are any.',
      ...chosenNotes(datasets),
    ],
  };
}

/** Every score of every configuration on every data set. */
export function allScoresTable(rows: readonly ResultRow[]): ReportTable {
  const marks = [...new Set(rows.flatMap(({ paper }) => paper?.marks ?? []))];
  return {
    kind: 'table',
    caption: 'All scores',
    columns: [
      { title: 'data set' },
      { title: 'classifier' },
      ...['runs', 'macro F1', 'accuracy', 'precision', 'recall', 'seconds', "paper's macro F1"].map(
        (title) => ({
          title,
          numeric: true,
        }),
      ),
    ],
    rows: rows.map(({ dataset, configuration, done, scores, seconds, paper }) => [
      markedName(dataset),
      configuration,
      numberCell(done.length, 0),
      ...[scores.macroF1, scores.accuracy, scores.macroPrecision, scores.macroRecall].map((score) => ({
        text: repeatsText(score),
        value: score.mean,
      })),
      numberCell(seconds.mean, 1),
      { text: paperText(paper?.scores.macroF1), value: paper?.scores.macroF1 ?? Number.NaN },
    ]),
    notes: [
      'Precision and recall are macro means; ± is the standard deviation over the runs, each with its own split. ' +
        'The paper has one run.',
      ...chosenNotes(datasetsOf(rows)),
      ...marks,
    ],
  };
}

function cellName(configuration: string, dataset: string): string {
  return JSON.stringify([configuration, dataset]);
}
