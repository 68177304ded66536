/** The page docs/results.md, made from records: the ranking, the paper's claims, and the effect of each part. */
import type { Protocol } from '../../pipeline/provenance.js';
import { countOf } from '../../text/name-list.js';
import { markdownList, markdownTable, type TextTable } from '../../text/text-table.js';
import {
  comparisonsOf,
  meanDifference,
  type PaperComparison,
  type Verdict,
} from '../claims/compare-with-paper.js';
import {
  ablationClaims,
  baselineClaims,
  baselineTable,
  type ClaimCheck,
  claimsSentence,
  claimsTable,
  rankingClaims,
} from '../claims/paper-claims.js';
import { paperRow } from '../claims/paper-results.js';
import { PAPER_DATASETS } from '../claims/paper-tables.js';
import { referenceMacroF1 } from '../claims/reference-results.js';
import { ablationEffects, describeEffect } from './ablation-effects.js';
import { type ClassifierRanking, rankingsOf } from './ranking/classifier-ranking.js';
import { rankingTables, scoreGrid } from './ranking/ranking-tables.js';
import { rankingTitle, sentences } from './ranking/sentences.js';
import { type Interval, meanInterval } from './repeats.js';
import { datasetsOf, datasetsWithoutRows, isOfPaper, type ResultRow, resultRows } from './result-rows.js';
import { effectByDatasetTables, effectTables, PROTOCOL_TITLES, scoreTables } from './result-tables.js';
import type { RunRecord } from './run-record.js';
import { differenceText, intervalText, paperText, repeatsText } from './score-text.js';
import { tuningTables } from './tuning-effects.js';

/** The paper's classifier, to which `reference-results.ts` applies. */
const REFERENCE = 'qcl-mixnet';

/** A figure that the page shows. */
export interface PageFigure {
  /** The protocol of its numbers. */
  readonly protocol: Protocol;
  /** Of a ranking: whether it is that of the tuned runs. */
  readonly tuned?: boolean;
  readonly about: 'ranking' | 'ablations';
  /** Alternative text. */
  readonly alternative: string;
  /** Path of the file, relative to the page. */
  readonly path: string;
}

/**
 * The whole page in Markdown; the same records give the same page.
 *
 * @throws InputError for records that cannot be combined (`resultRows`).
 */
export function resultsPage(records: readonly RunRecord[], figures: readonly PageFigure[] = []): string {
  const rows = resultRows(records);
  const effects = ablationEffects(rows);
  const rankings = rankingsOf(rows);
  const claims = claimsOf(rows);
  const baselines = baselineTable(honestDefaults(rows));
  const shown = (about: PageFigure['about']) => figures.filter((figure) => figure.about === about);
  const sections = [
    introduction(records, rows),
    ...rankings.flatMap((ranking) => rankingSections(ranking, shown('ranking'))),
    ...tuningTables(rows).map((table) => section(table)),
    ...(claims.length === 0 ? [] : [section(claimsTable(claims), `${claimsSentence(claims)}\n`)]),
    ...(baselines.rows.length === 0 ? [] : [section(baselines)]),
    ...againstThePaper(rows),
    ...(shown('ablations').length === 0
      ? []
      : [`## Figures of the ablations\n\n${images(shown('ablations'))}`]),
    ...effectTables(effects).map((table, i) => section(table, i === 0 ? effectSentences(effects) : '')),
    ...effectByDatasetTables(effects, rows).map((table) => section(table)),
    ...scoreTables(rows).map((table) => section({ ...table, title: `All scores. ${table.title}` })),
  ];
  return `${sections.join('\n')}`;
}

/** The claims of the paper that `records` can examine; empty if there are too few. */
export function examinedClaims(records: readonly RunRecord[]): ClaimCheck[] {
  return claimsOf(resultRows(records));
}

/** Over the paper's classifiers and data sets only. */
function claimsOf(all: readonly ResultRow[]): ClaimCheck[] {
  const rows = all.filter(
    ({ classifier, dataset }) =>
      isOfPaper(dataset) && PAPER_DATASETS.some(({ name }) => paperRow(classifier, name) !== undefined),
  );
  const honest = rankingsOf(rows).find(({ protocol, tuned }) => protocol === 'honest' && !tuned);
  return [
    ...(honest === undefined ? [] : rankingClaims(honest)),
    ...baselineClaims(honestDefaults(rows)),
    ...ablationClaims(ablationEffects(rows)),
  ];
}

/** Every classifier with default options, compared with the paper. */
function honestDefaults(rows: readonly ResultRow[]): PaperComparison[] {
  return comparisonsOf(
    rows.filter(
      ({ protocol, options, tuned }) =>
        protocol === 'honest' && tuned === undefined && Object.keys(options).length === 0,
    ),
  );
}

function rankingSections(ranking: ClassifierRanking, figures: readonly PageFigure[]): string[] {
  const shown = figures.filter(
    ({ protocol, tuned = false }) => protocol === ranking.protocol && tuned === ranking.tuned,
  );
  const [first, ...others] = rankingTables(ranking);
  const said = `## Ranking of the classifiers. ${rankingTitle(ranking)}\n\n${markdownList(sentences(ranking))}${images(shown)}`;
  return first === undefined
    ? [said]
    : [said, section(first), ...others.map((table) => section(table)), section(scoreGrid(ranking))];
}

function images(figures: readonly PageFigure[]): string {
  return figures.map(({ alternative, path }) => `![${alternative}](${path})\n`).join('\n');
}

function introduction(records: readonly RunRecord[], rows: readonly ResultRow[]): string {
  const distinct = (values: readonly (string | number)[]) => [...new Set(values)].sort().join(', ');
  const failed = records.filter(({ outcome }) => outcome === 'failed').length;
  const missing = datasetsWithoutRows(rows);
  const own = datasetsOf(rows).filter((name) => !isOfPaper(name));
  const hasPaper = own.length < datasetsOf(rows).length;
  const scope = [
    `The paper's experiment on ${countOf(datasetsOf(rows).length, 'data set')}.`,
    ...(own.length > 0 ? [`Not the paper's: ${own.join(', ')}.`] : []),
    ...(missing.length > 0 ? [`Without records: ${missing.join(', ')}.`] : []),
    ...(hasPaper && missing.length === 0 ? ['All data sets of its Table 1 are included.'] : []),
  ];
  return `# Results

Made from ${records.length} records by \`qcl-mixnet results\`; do not edit by hand.

${scope.join(' ')}
Rows are split 80:20, stratified; seeds ${distinct(records.map(({ seed }) => seed))} (the paper used 42 only) for the
split and the training. ${failed === 0 ? 'No run failed.' : `${countOf(failed, 'run')} failed, for the reasons below the tables.`}
Version ${distinct(records.map(({ version }) => version))}, kernel build ${distinct(records.map(({ kernelBuild }) => kernelBuild))}, Node ${distinct(records.map(({ node }) => node))}.

There are two protocols. \`honest\` chooses the checkpoint on validation rows, a fifth of the training rows. \`paper\`
chooses it on the test rows, as the paper does: its scores leak and are too high.
`;
}

/** The paper's own model with default options, compared with the paper, for each protocol. */
function againstThePaper(rows: readonly ResultRow[]): string[] {
  const full = rows.filter(
    ({ classifier, options, tuned }) =>
      classifier === REFERENCE && tuned === undefined && Object.keys(options).length === 0,
  );
  const protocols = [...new Set(full.map(({ protocol }) => protocol))];
  return protocols.flatMap((protocol) => {
    const shown = comparisonsOf(full.filter((row) => row.protocol === protocol));
    const classifiers = [...new Set(shown.map(({ row }) => row.classifier))];
    return classifiers.map((classifier) =>
      comparisonSection(
        classifier,
        protocol,
        shown.filter(({ row }) => row.classifier === classifier),
      ),
    );
  });
}

function comparisonSection(
  classifier: string,
  protocol: Protocol,
  shown: readonly PaperComparison[],
): string {
  const withReference = classifier === REFERENCE;
  const marks = [...new Set(shown.flatMap(({ row }) => row.paper?.marks ?? []))];
  const table: TextTable = {
    title: `${classifier} compared with the paper. ${PROTOCOL_TITLES[protocol]}`,
    head: [
      'data set',
      'runs',
      'macro F1',
      'paper',
      'difference',
      'noise',
      'verdict',
      ...(withReference ? ['PyTorch, seed 42'] : []),
    ],
    rows: shown.map(({ row, paper, difference, noise, verdict }) => [
      row.dataset,
      String(row.scores.macroF1.count),
      repeatsText(row.scores.macroF1),
      paperText(paper),
      differenceText(difference),
      Number.isNaN(noise) ? '-' : noise.toFixed(3),
      verdict,
      ...(withReference ? [paperText(referenceMacroF1(row.dataset, protocol))] : []),
    ]),
    notes: [
      'Noise is the half width of the 95 % prediction interval of a single run, because the paper has a single run, plus half a printed digit; a difference within it is not significant (`meets`).',
      ...marks,
    ],
  };
  return section(table, verdictSentences(shown, protocol));
}

function verdictSentences(shown: readonly PaperComparison[], protocol: Protocol): string {
  const named = (verdict: Verdict) => {
    const names = shown.filter((each) => each.verdict === verdict).map(({ row }) => row.dataset);
    return names.length === 0 ? `${verdict} on none` : `${verdict} on ${names.length} (${names.join(', ')})`;
  };
  const verdicts: Verdict[] = ['beats', 'meets', 'misses'];
  const single = shown.filter(({ verdict }) => verdict === 'one run only').length;
  const unjudged = single === 0 ? '' : ` ${single} with one run only have no verdict.`;
  const leak =
    protocol === 'honest'
      ? " The paper's numbers leak and these do not, so a miss can be due to the leak alone."
      : '';
  const fromReference = meanInterval(
    shown.flatMap(({ row }) => {
      const reference = row.classifier === REFERENCE ? referenceMacroF1(row.dataset, protocol) : undefined;
      return reference === undefined ? [] : [row.scores.macroF1.mean - reference];
    }),
  );
  const reference =
    fromReference.count === 0
      ? ''
      : `Mean difference from the PyTorch implementation, one run each: ${meanText(fromReference)}.\n`;
  return (
    `Of ${countOf(shown.length, 'data set')} it ${verdicts.map(named).join('; ')}.${unjudged}\n` +
    `Mean difference of macro F1 from the paper over the data sets: ${meanText(meanDifference(shown))}.${leak}\n` +
    reference
  );
}

/** `+0.010, 95 % interval -0.020 to +0.040` */
function meanText(interval: Interval): string {
  const range = Number.isNaN(interval.low) ? '' : `, 95 % interval ${intervalText(interval)}`;
  return `${differenceText(interval.mean)}${range}`;
}

function effectSentences(effects: ReturnType<typeof ablationEffects>): string {
  const sentences = effects.map(
    (effect) =>
      `- ${effect.without} (protocol ${effect.protocol}${effect.protocol === 'paper' ? ', leaking' : ''}): ` +
      `${describeEffect(effect)}; without it, macro F1 changes by ${differenceText(-effect.overPairs.mean)}.`,
  );
  return `${sentences.join('\n')}\n`;
}

function section(table: TextTable, before = ''): string {
  return `## ${table.title}\n\n${before === '' ? '' : `${before}\n`}${markdownTable(table)}`;
}
