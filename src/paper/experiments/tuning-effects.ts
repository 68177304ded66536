/** What tuning changes: tuned runs compared with those of the same classifier, seed and data set without tuning. */
import { mean } from '../../mean.js';
import type { Protocol } from '../../pipeline/provenance.js';
import type { TextTable } from '../../text/text-table.js';
import { meanInterval } from './repeats.js';
import type { ResultRow } from './result-rows.js';
import { PROTOCOL_TITLES } from './result-tables.js';
import { differenceText, intervalText } from './score-text.js';

interface DatasetMeans {
  readonly plain: number;
  readonly tuned: number;
}

/** A table for each protocol with tuned runs: mean macro F1 over the data sets on which both finished. */
export function tuningTables(rows: readonly ResultRow[]): TextTable[] {
  const tuned = rows.filter((row) => row.tuned);
  return [...new Set(tuned.map(({ protocol }) => protocol))].flatMap((protocol) => {
    const groups = new Map<string, DatasetMeans[]>();
    for (const row of tuned.filter((each) => each.protocol === protocol)) {
      const plain = rows.find((each) => !each.tuned && sameButTuning(each, row));
      const means = plain && commonMeans(plain, row);
      if (means === undefined) continue;
      groups.set(row.configuration, [...(groups.get(row.configuration) ?? []), means]);
    }
    return groups.size === 0 ? [] : [tableOf(protocol, groups)];
  });
}

function tableOf(protocol: Protocol, groups: ReadonlyMap<string, readonly DatasetMeans[]>): TextTable {
  return {
    title: `Effect of tuning. ${PROTOCOL_TITLES[protocol]}`,
    head: ['classifier', 'data sets', 'macro F1 without', 'macro F1', 'mean difference', '95 % interval'],
    rows: [...groups].map(([name, means]) => {
      const difference = meanInterval(means.map(({ plain, tuned }) => tuned - plain));
      return [
        name,
        String(means.length),
        mean(means.map(({ plain }) => plain)).toFixed(3),
        mean(means.map(({ tuned }) => tuned)).toFixed(3),
        differenceText(difference.mean),
        intervalText(difference),
      ];
    }),
    notes: [
      'Grid search by three-fold cross-validation on the training rows of each run. Means over the seeds that both have; ' +
        'intervals are over the data sets (Student’s t).',
    ],
  };
}

function sameButTuning(one: ResultRow, other: ResultRow): boolean {
  return (
    one.dataset === other.dataset &&
    one.protocol === other.protocol &&
    one.classifier === other.classifier &&
    JSON.stringify(one.options) === JSON.stringify(other.options)
  );
}

/** Over the seeds that both have; undefined if there is none. */
function commonMeans(plain: ResultRow, tuned: ResultRow): DatasetMeans | undefined {
  const bySeed = new Map(plain.done.map(({ seed, metrics }) => [seed, metrics.macroF1]));
  const common = tuned.done.filter(({ seed }) => bySeed.has(seed));
  if (common.length === 0) return undefined;
  return {
    plain: mean(common.map(({ seed }) => bySeed.get(seed) as number)),
    tuned: mean(common.map(({ metrics }) => metrics.macroF1)),
  };
}
