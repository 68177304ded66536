/** The first paragraphs of the page of results: what was run, on what, and what is to be known before reading on. */
import { countOf, inWords } from '../../text/name-list.js';
import { untouchedSentence } from './ranking/headline-ranking.js';
import { datasetsOf, datasetsWithoutRows, isOfPaper, type ResultRow } from './result-rows.js';
import type { RunRecord } from './run-record.js';

export function introduction(records: readonly RunRecord[], rows: readonly ResultRow[]): string {
  const distinct = (values: readonly (string | number)[]) => [...new Set(values)].sort().join(', ');
  const failed = records.filter(({ outcome }) => outcome === 'failed').length;
  const missing = datasetsWithoutRows(rows);
  const own = datasetsOf(rows).filter((name) => !isOfPaper(name));
  const hasPaper = own.length < datasetsOf(rows).length;
  const untouched = untouchedSentence(rows);
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
split and the training.${fewerSeeds(rows)} ${failed === 0 ? 'No run failed.' : `${countOf(failed, 'run')} failed, for the reasons below the tables.`}
Version ${distinct(records.map(({ version }) => version))}, kernel build ${distinct(records.map(({ kernelBuild }) => kernelBuild))}, Node ${distinct(records.map(({ node }) => node))}.

There are two protocols. \`honest\` chooses the checkpoint on validation rows, a fifth of the training rows. \`paper\`
chooses it on the test rows, as the paper does: its scores leak and are too high.
${untouched === '' ? '' : `\n${untouched}\n`}`;
}

/** Which configurations have fewer seeds than the others, where runs take long: `isolet: 1 for cnn, 2 for mlp and gru`. */
function fewerSeeds(rows: readonly ResultRow[]): string {
  const most = Math.max(...rows.map(({ done }) => done.length));
  const parts = datasetsOf(rows).flatMap((dataset) => {
    const groups = new Map<number, Set<string>>();
    for (const row of rows) {
      const { length } = row.done;
      if (row.dataset !== dataset || length === most || length === 0) continue;
      groups.set(length, (groups.get(length) ?? new Set()).add(row.configuration));
    }
    const counts = [...groups].sort(([one], [other]) => one - other);
    const texts = counts.map(([count, names]) => `${count} for ${inWords([...names])}`);
    return texts.length === 0 ? [] : [`${dataset}: ${texts.join(', ')}`];
  });
  return parts.length === 0 ? '' : ` Fewer than ${most} seeds, where runs take long:\n${parts.join('; ')}.`;
}
