/** The report of an experiment: the ranking of the classifiers, its tests, and the scores behind it. */

import { InputError } from '../../errors.js';
import type { Protocol } from '../../pipeline/provenance.js';
import type { ReportPage, ReportPart, ReportSection } from '../../report/parts.js';
import { countOf } from '../../text/name-list.js';
import { type ClassifierRanking, rankClassifiers } from '../experiments/ranking/classifier-ranking.js';
import { headlineRankings, untouchedSentence } from '../experiments/ranking/headline-ranking.js';
import { configurationsOf, rankedRows } from '../experiments/ranking/ranked-rows.js';
import { rankingTitle, sentences } from '../experiments/ranking/sentences.js';
import { datasetsOf, datasetsWithoutRows, type ResultRow, resultRows } from '../experiments/result-rows.js';
import type { RunRecord } from '../experiments/run-record.js';
import { ablationParts } from './ablation-parts.js';
import { claimSections } from './claim-parts.js';
import { rankingFigures } from './ranking-figures.js';
import { rankingParts, rankTables } from './ranking-parts.js';
import { repetitionParts } from './repetition-parts.js';
import { runParts } from './run-parts.js';
import { allScoresTable, macroF1Table } from './score-parts.js';

export interface ExperimentReportOptions {
  /**
   * The configuration that the others are compared with and whose runs are drawn; default `qcl-mixnet` if there
   * is one, else the runs of the first in rank are drawn.
   */
  readonly control?: string;
  /** Commands that make this report, shown after those that make its records; default none. */
  readonly commands?: readonly string[];
}

/**
 * The report of the records of `benchmark` and `ablate`. Protocols are never mixed: each has its own ranking, and
 * leaking scores are marked.
 *
 * @throws InputError for no records, records that cannot be combined (`resultRows`), and a control that is not among
 *   the configurations.
 */
export function experimentReport(
  records: readonly RunRecord[],
  { control, commands = [] }: ExperimentReportOptions = {},
): ReportPage {
  if (records.length === 0) throw new InputError('there are no records: run benchmark or ablate first');
  const rows = resultRows(records);
  checkControl(rows, control);
  const headlines = control === undefined ? headlineRankings(rows) : [];
  const ranked = rankedRows(rows).map(({ rows, ...options }): Ranked => {
    const known = control !== undefined && configurationsOf(rows).includes(control);
    return { rows, ranking: rankClassifiers(rows, { ...options, control: known ? control : undefined }) };
  });
  const rankings = ranked.map(({ ranking }) => ranking);
  const classifiers = new Set(rows.map(({ configuration }) => configuration)).size;
  const size = `${countOf(classifiers, 'configuration')} on ${countOf(datasetsOf(rows).length, 'data set')}`;
  return {
    title: `Experiment: ${size}`,
    sections: [
      { title: 'Summary', parts: summary(records, rows, [...headlines, ...rankings]) },
      ...[...new Set(rows.map(({ protocol }) => protocol))].flatMap((protocol) => [
        ...ranked.filter(({ ranking }) => ranking.protocol === protocol).map(rankingSection),
        scoreSection(protocol, rows, rankings),
      ]),
      { title: 'Effect of each part', parts: ablationParts(rows) },
      ...claimSections(rows),
      ...drawnRuns(rankings[0], rows, control),
      { title: 'Failed runs', parts: failureParts(rows) },
      { title: 'How to repeat it', parts: repetitionParts(records, commands) },
    ],
  };
}

interface Ranked {
  readonly rows: readonly ResultRow[];
  readonly ranking: ClassifierRanking;
}

function summary(
  records: readonly RunRecord[],
  rows: readonly ResultRow[],
  rankings: readonly ClassifierRanking[],
): ReportPart[] {
  const failed = records.filter(({ outcome }) => outcome === 'failed').length;
  const missing = datasetsWithoutRows(rows);
  const chosen = untouchedSentence(rows);
  const scope =
    `${countOf(records.length, 'run')}, ${failed === 0 ? 'none of which failed' : `of which ${failed} failed`}.` +
    (missing.length === 0 ? '' : ` Data sets of the paper without any run: ${missing.join(', ')}.`) +
    (chosen === '' ? '' : ` ${chosen}`);
  return [
    { kind: 'paragraph', text: scope },
    ...rankings.flatMap((ranking): ReportPart[] => [
      ...(rankings.length > 1 ? [{ kind: 'heading', text: rankingTitle(ranking) } as const] : []),
      ...(ranking.leaking ? [leakWarning] : []),
      { kind: 'list', items: sentences(ranking) },
      // The rankings over all data sets have sections of their own.
      ...(ranking.untouched ? rankTables(ranking) : []),
    ]),
  ];
}

const leakWarning: ReportPart = {
  kind: 'paragraph',
  warning: true,
  text: 'Protocol paper: the test rows chose the checkpoints. These scores leak and are too high.',
};

function rankingSection({ ranking, rows }: Ranked): ReportSection {
  const { protocol, leaking, tuned } = ranking;
  const ranks = [...rankingParts(ranking), ...rankingFigures(ranking, rows)];
  return {
    title: `Ranking, protocol ${protocol}${tuned ? ', tuned where there is a grid' : ''}`,
    parts: ranks.length === 0 ? [] : [...(leaking ? [leakWarning] : []), ...ranks],
  };
}

function scoreSection(
  protocol: Protocol,
  rows: readonly ResultRow[],
  rankings: readonly ClassifierRanking[],
): ReportSection {
  const ofProtocol = rows.filter((row) => row.protocol === protocol);
  const present = new Set(configurationsOf(ofProtocol));
  const ranked = rankings
    .filter((ranking) => ranking.protocol === protocol)
    .flatMap(({ classifiers, metrics }) => metrics.macroF1.order.map((c) => classifiers[c]))
    .filter((name) => present.has(name));
  return {
    title: `Scores, protocol ${protocol}`,
    parts: [
      ...(protocol === 'paper' ? [leakWarning] : []),
      macroF1Table(ofProtocol, ranked),
      allScoresTable(ofProtocol),
    ],
  };
}

/** Runs of the control, or of the first in rank if there is none. */
function drawnRuns(
  ranking: ClassifierRanking,
  rows: readonly ResultRow[],
  control: string | undefined,
): ReportSection[] {
  const first = ranking.classifiers[ranking.metrics.macroF1.order[0]];
  const name = control ?? ranking.control ?? first ?? rows[0].configuration;
  const chosen = rows.filter((row) => row.configuration === name);
  const protocol: Protocol = chosen.some((row) => row.protocol === ranking.protocol)
    ? ranking.protocol
    : chosen[0].protocol;
  const parts = runParts(chosen.filter((row) => row.protocol === protocol));
  return [{ title: `Runs of ${name}`, parts }];
}

function checkControl(rows: readonly ResultRow[], control: string | undefined): void {
  const names = [...new Set(rows.map(({ configuration }) => configuration))];
  if (control === undefined || names.includes(control)) return;
  throw new InputError(`control is ${control}, but the configurations are: ${names.join(', ')}`);
}

function failureParts(rows: readonly ResultRow[]): ReportPart[] {
  const failed = rows.flatMap((row) => row.failed.map((record) => ({ row, record })));
  if (failed.length === 0) return [];
  return [
    {
      kind: 'table',
      caption: `Failed runs: ${failed.length}`,
      columns: [
        { title: 'data set' },
        { title: 'classifier' },
        { title: 'protocol' },
        { title: 'seed', numeric: true },
        { title: 'reason' },
      ],
      rows: failed.map(({ row, record }) => [
        row.dataset,
        row.configuration,
        row.protocol,
        { text: String(record.seed), value: record.seed },
        record.reason,
      ]),
      notes: ['They are not part of any mean; "benchmark --retry-failed" runs them again.'],
    },
  ];
}
