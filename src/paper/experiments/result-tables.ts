/** The rows of results and the effects of ablations as text tables. */
import type { Protocol } from '../../pipeline/provenance.js';
import type { TextTable } from '../../text/text-table.js';
import { chosenNotes, markedName } from '../datasets/chosen-on.js';
import { type AblationEffect, describeEffect } from './ablation-effects.js';
import { summarize } from './repeats.js';
import { datasetsOf, isOfPaper, type ResultRow, SHOWN_METRICS, type ShownMetric } from './result-rows.js';
import { differenceText, intervalText, paperText, repeatsText } from './score-text.js';

/** A short explanation of each protocol, for every heading of scores. */
export const PROTOCOL_TITLES: Readonly<Record<Protocol, string>> = {
  honest: 'Protocol honest (validation rows choose the checkpoint)',
  paper: 'Protocol paper (leaking: the test rows choose the checkpoint)',
};

const METRIC_NAMES: Readonly<Record<ShownMetric, string>> = {
  macroF1: 'macro F1',
  accuracy: 'accuracy',
  macroPrecision: 'precision',
  macroRecall: 'recall',
  harmonicF1: 'harmonic F1',
};

/** A table for each protocol: each score with its standard deviation, and the paper's score. */
export function scoreTables(rows: readonly ResultRow[]): TextTable[] {
  return protocolsOf(rows).map((protocol) =>
    scoreTable(
      protocol,
      rows.filter((row) => row.protocol === protocol),
    ),
  );
}

function scoreTable(protocol: Protocol, rows: readonly ResultRow[]): TextTable {
  const marks = new Map<string, number>();
  const numbered = (row: ResultRow) =>
    (row.paper?.marks ?? []).map((mark) => {
      const number = marks.get(mark) ?? marks.size + 1;
      marks.set(mark, number);
      return ` [${number}]`;
    });
  const withPaper = rows.some(({ dataset }) => isOfPaper(dataset));
  const head = SHOWN_METRICS.flatMap((metric) => [
    METRIC_NAMES[metric],
    ...(withPaper && metric !== 'harmonicF1' ? ['paper'] : []),
  ]);
  const cells = rows.map((row) => [
    markedName(row.dataset),
    row.configuration,
    runsText(row),
    ...SHOWN_METRICS.flatMap((metric) => {
      const ours = repeatsText(row.scores[metric]);
      if (!withPaper || metric === 'harmonicF1') return [ours];
      const paper = paperText(row.paper?.scores[metric]);
      return [ours, metric === 'macroF1' ? paper + numbered(row).join('') : paper];
    }),
  ]);
  const notes = [...marks].map(([mark, number]) => `[${number}] ${mark}`);
  const seedNote =
    'precision and recall are macro means; ± is the standard deviation over the runs, each with its own split' +
    (withPaper ? '; the paper has one run.' : '.');
  return {
    title: PROTOCOL_TITLES[protocol],
    head: ['data set', 'classifier', 'runs', ...head],
    rows: cells,
    notes: [seedNote, ...chosenNotes(datasetsOf(rows)), ...notes, ...failureNotes(rows)],
  };
}

function runsText({ done, failed }: ResultRow): string {
  return failed.length === 0 ? String(done.length) : `${done.length} (${failed.length} failed)`;
}

/** One sentence for each reason. */
export function failureNotes(rows: readonly ResultRow[]): string[] {
  return rows.flatMap(({ dataset, configuration, failed }) => {
    const seedsByReason = new Map<string, number[]>();
    for (const { reason, seed } of failed) {
      seedsByReason.set(reason, [...(seedsByReason.get(reason) ?? []), seed]);
    }
    return [...seedsByReason].map(
      ([reason, seeds]) => `Failed: ${dataset}, ${configuration}, seed ${seeds.join(', ')}: ${reason}.`,
    );
  });
}

/** A table for each protocol: the mean drop in macro F1 without each part, with intervals. */
export function effectTables(effects: readonly AblationEffect[]): TextTable[] {
  return protocolsOf(effects).map((protocol) => {
    const shown = effects.filter((effect) => effect.protocol === protocol);
    return {
      title: `Effect of each part: drop in macro F1 without it. ${PROTOCOL_TITLES[protocol]}`,
      head: [
        ...['left out', 'data sets', 'mean drop', '95 % interval'],
        ...['pairs', 'mean over pairs', '95 % interval', "paper's drop", 'in words'],
      ],
      rows: shown.map((effect) => [
        effect.without,
        String(effect.overDatasets.count),
        differenceText(effect.overDatasets.mean),
        intervalText(effect.overDatasets),
        String(effect.overPairs.count),
        differenceText(effect.overPairs.mean),
        intervalText(effect.overPairs),
        differenceText(effect.paperDrop),
        describeEffect(effect),
      ]),
      notes: [
        'The mean drop is over the mean drops of the data sets. A pair is the full model and the model without the part, on the same data set with the same seed.',
        'In words: by the interval over the pairs, without a correction for the number of tests.',
        "The paper's drop is the mean over the same data sets in its Tables 4 and 5.",
      ],
    };
  });
}

/** A table for each protocol: the mean drop and its standard deviation on each data set. */
export function effectByDatasetTables(
  effects: readonly AblationEffect[],
  rows: readonly ResultRow[],
): TextTable[] {
  return protocolsOf(effects).map((protocol) => {
    const shown = effects.filter((effect) => effect.protocol === protocol);
    const datasets = datasetsOf(rows).filter((name) => shown.some(({ drops }) => drops.has(name)));
    return {
      title: `Drop in macro F1 by data set. ${PROTOCOL_TITLES[protocol]}`,
      head: ['data set', ...shown.map(({ without }) => `without ${without}`)],
      rows: datasets.map((name) => [
        markedName(name),
        ...shown.map(({ drops }) => signedRepeats(drops.get(name) ?? [])),
      ]),
      notes: chosenNotes(datasets),
    };
  });
}

function signedRepeats(drops: readonly number[]): string {
  const { count, mean, deviation } = summarize(drops);
  if (count === 0) return '-';
  return count === 1 ? differenceText(mean) : `${differenceText(mean)} ± ${deviation.toFixed(3)}`;
}

function protocolsOf(items: readonly { readonly protocol: Protocol }[]): Protocol[] {
  return [...new Set(items.map(({ protocol }) => protocol))];
}
