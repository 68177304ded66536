/** The page docs/results.md, made from records: where we meet, beat or miss the paper, and what each part is worth. */
import type { Protocol } from '../pipeline/provenance.js';
import { ablationEffects, describeEffect } from './ablation-effects.js';
import { comparisonsOf, meanDifference, type PaperComparison, type Verdict } from './compare-with-paper.js';
import { type Interval, meanInterval } from './intervals.js';
import { referenceMacroF1 } from './reference-results.js';
import { datasetsOf, datasetsWithoutRows, type ResultRow, resultRows } from './result-rows.js';
import { effectByDatasetTables, effectTables, PROTOCOL_TITLES, scoreTables } from './result-tables.js';
import type { RunRecord } from './run-record.js';
import { differenceText, intervalText, paperText, repeatsText } from './score-text.js';
import { markdownTable, type TextTable } from './text-table.js';

/** The classifier that `reference-results.ts` is about. */
const REFERENCE = 'qcl-mixnet';

/**
 * The whole page in Markdown; the same records give the same page.
 *
 * @throws InputError for records that cannot be put together (`resultRows`).
 */
export function resultsPage(records: readonly RunRecord[]): string {
  const rows = resultRows(records);
  const effects = ablationEffects(rows);
  const sections = [
    introduction(records, rows),
    ...againstThePaper(rows),
    ...effectTables(effects).map((table, i) => section(table, i === 0 ? effectSentences(effects) : '')),
    ...effectByDatasetTables(effects, rows).map((table) => section(table)),
    ...scoreTables(rows).map((table) => section({ ...table, title: `All scores. ${table.title}` })),
  ];
  return `${sections.join('\n')}`;
}

function introduction(records: readonly RunRecord[], rows: readonly ResultRow[]): string {
  const distinct = (values: readonly (string | number)[]) => [...new Set(values)].sort().join(', ');
  const failed = records.filter(({ outcome }) => outcome === 'failed').length;
  const missing = datasetsWithoutRows(rows);
  const leftOut =
    missing.length === 0
      ? 'All data sets of its Table 1 are there.'
      : `Left out, because there are no records of them: ${missing.join(', ')}.`;
  return `# Results

Made from ${records.length} records by \`qcl-mixnet results\`; do not edit by hand.

The experiment of the paper on ${datasetsOf(rows).length} data sets. ${leftOut}
Rows are split 80:20, stratified; seeds ${distinct(records.map(({ seed }) => seed))} (the paper used 42 alone) drive the
split and the training. ${failed === 0 ? 'No run failed.' : `${failed} runs failed: their reasons are below the tables.`}
Version ${distinct(records.map(({ version }) => version))}, kernel build ${distinct(records.map(({ kernelBuild }) => kernelBuild))}, Node ${distinct(records.map(({ node }) => node))}.

Two protocols: \`honest\` holds back a fifth of the training rows to choose the checkpoint. \`paper\` chooses it on
the test rows, as the paper does: its scores leak and are higher than new data would give.
`;
}

/** For every protocol the full model with default options beside the paper. */
function againstThePaper(rows: readonly ResultRow[]): string[] {
  const full = rows.filter(({ options }) => Object.keys(options).length === 0);
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
    title: `${classifier} beside the paper. ${PROTOCOL_TITLES[protocol]}`,
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
      'Noise is the half width of the 95 % prediction interval of a single run, because the paper has a single run, plus half a printed digit; a difference within it says nothing (`meets`).',
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
  const unjudged = single === 0 ? '' : ` ${single} with one run only are not judged.`;
  const leak =
    protocol === 'honest'
      ? " The paper's numbers leak and these do not, so a miss here can be the leak alone."
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
    `Of ${shown.length} data sets it ${verdicts.map(named).join('; ')}.${unjudged}\n` +
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
      `${describeEffect(effect)}; without it macro F1 changes by ${differenceText(-effect.overPairs.mean)}.`,
  );
  return `${sentences.join('\n')}\n`;
}

function section(table: TextTable, before = ''): string {
  return `## ${table.title}\n\n${before === '' ? '' : `${before}\n`}${markdownTable(table)}`;
}
