/** Results in the formats of the commands: text, Markdown, CSV, JSON. */

import { comparisonsOf } from '../../paper/claims/compare-with-paper.js';
import { examineClaims } from '../../paper/claims/examined-claims.js';
import { ablationEffects, describeEffect } from '../../paper/experiments/ablation-effects.js';
import { rankingsOf } from '../../paper/experiments/ranking/classifier-ranking.js';
import { rankingTables } from '../../paper/experiments/ranking/ranking-tables.js';
import { sentences } from '../../paper/experiments/ranking/sentences.js';
import {
  datasetsWithoutRows,
  type ResultRow,
  resultRows,
  SHOWN_METRICS,
} from '../../paper/experiments/result-rows.js';
import { effectTables, scoreTables } from '../../paper/experiments/result-tables.js';
import type { RunRecord } from '../../paper/experiments/run-record.js';
import { tuningTables } from '../../paper/experiments/tuning-effects.js';
import { csvLine } from '../../results/csv-line.js';
import { markdownList, markdownTable, type TextTable } from '../../text/text-table.js';
import { plainTable } from './report-output.js';

/** A table with sentences before it. */
interface Section {
  readonly table: TextTable;
  readonly before: readonly string[];
}

/** Scores, ranks if there are several classifiers, and the effects of the parts if there are ablations. */
function sectionsOf(records: readonly RunRecord[]): Section[] {
  const rows = resultRows(records);
  const plain = (table: TextTable) => ({ table, before: [] });
  return [
    ...scoreTables(rows).map(plain),
    ...rankingsOf(rows).flatMap((ranking) => {
      const [first, ...others] = rankingTables(ranking);
      return first === undefined ? [] : [{ table: first, before: sentences(ranking) }, ...others.map(plain)];
    }),
    ...tuningTables(rows).map(plain),
    ...effectTables(ablationEffects(rows)).map(plain),
  ];
}

export function resultsText(records: readonly RunRecord[]): string {
  return sectionsOf(records)
    .map(({ table, before }) => plainText(table, before))
    .join('\n');
}

export function resultsMarkdown(records: readonly RunRecord[]): string {
  return sectionsOf(records)
    .map(({ table, before }) => `## ${table.title}\n\n${markdownList(before)}${markdownTable(table)}`)
    .join('\n');
}

/** One line per data set, classifier and protocol; a missing value is an empty cell. */
export function resultsCsv(records: readonly RunRecord[]): string {
  const metrics = SHOWN_METRICS.map((metric) => ({ metric, name: snakeCase(metric) }));
  const head = [
    ...['dataset', 'classifier', 'options', 'tuned', 'protocol', 'leaking', 'runs', 'failed'],
    ...metrics.flatMap(({ name }) => [`${name}_mean`, `${name}_sd`]),
    ...metrics.flatMap(({ metric, name }) => (metric === 'harmonicF1' ? [] : [`paper_${name}`])),
    ...['seconds_mean', 'paper_marks'],
  ];
  const lines = resultRows(records).map((row) => [
    ...[row.dataset, row.classifier, JSON.stringify(row.options), String(row.tuned === true), row.protocol],
    ...[String(row.protocol === 'paper'), String(row.done.length), String(row.failed.length)],
    ...metrics.flatMap(({ metric }) =>
      [row.scores[metric].mean, row.scores[metric].deviation].map(numberText),
    ),
    ...metrics.flatMap(({ metric }) =>
      metric === 'harmonicF1' ? [] : [numberText(row.paper?.scores[metric] ?? Number.NaN)],
    ),
    ...[numberText(row.seconds.mean), (row.paper?.marks ?? []).join(' ')],
  ]);
  return [head, ...lines].map(csvLine).join('');
}

/** Everything as one object; a missing value is null. */
export function resultsJson(records: readonly RunRecord[]) {
  const rows = resultRows(records);
  const compared = new Map(comparisonsOf(rows).map(({ row, ...comparison }) => [row, comparison]));
  return {
    version: records[0]?.version ?? null,
    kernelBuilds: [...new Set(records.map(({ kernelBuild }) => kernelBuild))].sort(),
    paperDatasetsWithoutRecords: datasetsWithoutRows(rows),
    results: rows.map((row) => rowJson(row, compared.get(row))),
    claims: examineClaims(rows).claims.map(({ claim, paper, honest }) => ({
      ...{ claim: claim.claim, place: claim.place, printed: claim.printed, invalid: claim.invalid ?? null },
      ...{ paperSetting: paper, honestSetting: honest },
    })),
    rankings: rankingsOf(rows).map((ranking) => ({ ...ranking, inWords: sentences(ranking) })),
    ablations: ablationEffects(rows).map((effect) => ({
      ...effect,
      leaking: effect.protocol === 'paper',
      drops: [...effect.drops].map(([dataset, drops]) => ({ dataset, drops })),
      inWords: describeEffect(effect),
    })),
  };
}

function rowJson(row: ResultRow, comparison: object | undefined) {
  const { dataset, classifier, options, tuned = false, protocol, scores, seconds, paper } = row;
  return {
    dataset,
    classifier,
    options,
    tuned,
    protocol,
    leaking: protocol === 'paper',
    seeds: row.done.map(({ seed }) => seed),
    scores,
    seconds,
    failed: row.failed.map(({ seed, reason }) => ({ seed, reason })),
    paper: paper ?? null,
    macroF1BesidePaper: comparison ?? null,
  };
}

function plainText({ title, head, rows, notes }: TextTable, before: readonly string[]): string {
  const grid = plainTable(head);
  for (const row of rows) grid.push(row);
  const below = notes.map((note) => `  ${note}\n`).join('');
  const above = before.map((sentence) => `  ${sentence}\n`).join('');
  return `${title}\n${above}${grid.toString()}\n${below}`;
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function numberText(value: number): string {
  return Number.isNaN(value) ? '' : String(value);
}
