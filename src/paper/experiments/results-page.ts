/** The page docs/results.md, made from records: headlines, the paper's claims, rankings, and the effect of each part. */
import { markdownList, markdownTable, type TextTable } from '../../text/text-table.js';
import { claimSentences, claimsTable, examineClaims, hasFindings } from '../claims/examined-claims.js';
import { baselineTable, ownComparisons } from '../claims/paper-comparison-tables.js';
import { paperSlips } from '../claims/paper-slips.js';
import { type AblationEffect, ablationEffects, describeEffect } from './ablation-effects.js';
import { images, type PageFigure } from './page-figures.js';
import { introduction } from './page-introduction.js';
import { type ClassifierRanking, rankingsOf } from './ranking/classifier-ranking.js';
import { headlineRankings } from './ranking/headline-ranking.js';
import { rankingTables, scoreGrid } from './ranking/ranking-tables.js';
import { rankingTitle, sentences } from './ranking/sentences.js';
import { isOfPaper, type ResultRow, resultRows } from './result-rows.js';
import { effectByDatasetTables, effectTables, PROTOCOL_TITLES, scoreTables } from './result-tables.js';
import type { RunRecord } from './run-record.js';
import { differenceText } from './score-text.js';
import { tuningTables } from './tuning-effects.js';

/**
 * The whole page in Markdown; the same records give the same page.
 *
 * @throws InputError for records that cannot be combined (`resultRows`).
 */
export function resultsPage(records: readonly RunRecord[], figures: readonly PageFigure[] = []): string {
  const rows = resultRows(records);
  const effects = ablationEffects(rows);
  const ofRankings = figures.filter(({ about }) => about === 'ranking');
  const sections = [
    introduction(records, rows),
    ...headlineRankings(rows).flatMap((ranking) => headlineSections(ranking, ofRankings)),
    ...claimSections(rows),
    ...paperFigureSections(figures.filter(({ about }) => about === 'paper')),
    ...rankingsOf(rows).flatMap((ranking) => rankingSections(ranking, ofRankings)),
    ...tuningTables(rows).map((table) => section(table)),
    ...ownComparisons(rows).map(({ table, sentences }) => section(table, `${sentences.join('\n')}\n`)),
    ...baselineSections(rows),
    ...effectSections(effects),
    ...effectByDatasetTables(effects, rows).map((table) => section(table)),
    ...scoreTables(rows).map((table) => section({ ...table, title: `All scores. ${table.title}` })),
  ];
  return `${sections.join('\n')}`;
}

function claimSections(rows: readonly ResultRow[]): string[] {
  const examined = examineClaims(rows);
  if (!hasFindings(examined)) return [];
  return [
    section(claimsTable(examined), markdownList(claimSentences(examined)).trimEnd().concat('\n')),
    `## Slips in the paper's tables\n\n${markdownList(paperSlips()).trimEnd()}\n`,
  ];
}

function paperFigureSections(figures: readonly PageFigure[]): string[] {
  if (figures.length === 0) return [];
  return [
    `## The paper's figures\n\nIn the paper's own panels. Diamonds are what the paper prints.\n\n${images(figures)}`,
  ];
}

/** In the settings in which claims are examined; with default options if there are no such runs. */
function baselineSections(rows: readonly ResultRow[]): string[] {
  const { paper, honest } = examineClaims(rows).settings;
  const examined = [paper, honest].filter(({ missing }) => missing.length === 0);
  const tables = examined.flatMap(({ rows, title }) => baselineTable(rows, title));
  if (tables.length > 0) return tables.map((table) => section(table));
  const defaults = rows.filter(
    ({ protocol, options, tuned, dataset }) =>
      protocol === 'honest' && tuned === undefined && Object.keys(options).length === 0 && isOfPaper(dataset),
  );
  return baselineTable(defaults, `with default options. ${PROTOCOL_TITLES.honest}`).map((table) =>
    section(table),
  );
}

function headlineSections(ranking: ClassifierRanking, figures: readonly PageFigure[]): string[] {
  const [first] = rankingTables(ranking);
  const said = `## Headline. ${rankingTitle(ranking)}\n\n${markdownList(sentences(ranking))}${images(shownWith(ranking, figures))}`;
  return first === undefined ? [said] : [said, section(first)];
}

function rankingSections(ranking: ClassifierRanking, figures: readonly PageFigure[]): string[] {
  const [first, ...others] = rankingTables(ranking);
  const said = `## Ranking of the classifiers. ${rankingTitle(ranking)}\n\n${markdownList(sentences(ranking))}${images(shownWith(ranking, figures))}`;
  return first === undefined
    ? [said]
    : [said, section(first), ...others.map((table) => section(table)), section(scoreGrid(ranking))];
}

function shownWith(ranking: ClassifierRanking, figures: readonly PageFigure[]): PageFigure[] {
  return figures.filter(
    ({ protocol, tuned = false, untouched }) =>
      protocol === ranking.protocol && tuned === ranking.tuned && untouched === ranking.untouched,
  );
}

/** Of each protocol its table, below its sentences. */
function effectSections(effects: readonly AblationEffect[]): string[] {
  return [...new Set(effects.map(({ protocol }) => protocol))].flatMap((protocol) => {
    const own = effects.filter((effect) => effect.protocol === protocol);
    return effectTables(own).map((table) => section(table, effectSentences(own)));
  });
}

function effectSentences(effects: readonly AblationEffect[]): string {
  const sentences = effects.map(
    (effect) =>
      `- ${effect.without} (protocol ${effect.protocol}${effect.protocol === 'paper' ? ', leaking' : ''}): ` +
      `${describeEffect(effect)}; without it, macro F1 changes by ${differenceText(-effect.overDatasets.mean)}.`,
  );
  return `${sentences.join('\n')}\n`;
}

function section(table: TextTable, before = ''): string {
  return `## ${table.title}\n\n${before === '' ? '' : `${before}\n`}${markdownTable(table)}`;
}
