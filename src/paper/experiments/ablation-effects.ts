/**
 * The effect of each part of QCL-MixNet: the drop in macro F1 without it, over pairs of runs that differ in
 * nothing else, so that differences between data sets and between splits cancel out.
 */
import type { Protocol } from '../../pipeline/provenance.js';
import { paperDrop } from '../claims/paper-results.js';
import { type Interval, meanInterval, sign, summarize } from './repeats.js';
import { ablationOf, optionsBesidesAblation, type ResultRow } from './result-rows.js';

export interface AblationEffect {
  readonly classifier: string;
  /** The part that is left out. */
  readonly without: string;
  readonly protocol: Protocol;
  /** The drops of the pairs by data set, in the order of the rows. */
  readonly drops: ReadonlyMap<string, readonly number[]>;
  /** Mean drop over all pairs (data sets x seeds), with the paired standard error. */
  readonly overPairs: Interval;
  /** The same over the mean drops of the data sets, for inference about other data sets. */
  readonly overDatasets: Interval;
  /** Mean drop in the paper's Tables 4 and 5 over the same data sets; NaN if they have none of them. */
  readonly paperDrop: number;
}

/** The effect of every ablation among `rows` whose full model is among them too. */
export function ablationEffects(rows: readonly ResultRow[]): AblationEffect[] {
  const groups = new Map<string, { variant: ResultRow; drops: Map<string, number[]> }>();
  for (const variant of rows) {
    const without = ablationOf(variant.options);
    if (without === undefined || without === 'full') continue;
    const full = rows.find((row) => isFullOf(variant, row));
    const drops = full === undefined ? [] : pairedDrops(full, variant);
    if (drops.length === 0) continue;
    const key = JSON.stringify([variant.protocol, variant.classifier, variant.options, variant.tuned]);
    const group = groups.get(key) ?? { variant, drops: new Map() };
    group.drops.set(variant.dataset, drops);
    groups.set(key, group);
  }
  return [...groups.values()].map(({ variant, drops }) => effectOf(variant, drops));
}

/** The conclusion that the intervals allow, in words. */
export function describeEffect({ overPairs, overDatasets }: AblationEffect): string {
  const direction = sign(overPairs);
  if (Number.isNaN(overPairs.standardError)) return 'one pair only: no conclusion';
  if (direction === 0) return 'no significant effect';
  const effect = direction > 0 ? 'it helps significantly' : 'it harms significantly';
  return sign(overDatasets) === direction ? effect : `${effect} on these data sets; not certain on others`;
}

function isFullOf(variant: ResultRow, row: ResultRow): boolean {
  return (
    row.dataset === variant.dataset &&
    row.protocol === variant.protocol &&
    row.classifier === variant.classifier &&
    row.tuned === variant.tuned &&
    ablationOf(row.options) === 'full' &&
    JSON.stringify(row.options) === JSON.stringify(optionsBesidesAblation(variant.options))
  );
}

function pairedDrops(full: ResultRow, variant: ResultRow): number[] {
  const bySeed = new Map(full.done.map(({ seed, metrics }) => [seed, metrics.macroF1]));
  return variant.done.flatMap(({ seed, metrics }) => {
    const score = bySeed.get(seed);
    return score === undefined ? [] : [score - metrics.macroF1];
  });
}

function effectOf(variant: ResultRow, drops: ReadonlyMap<string, readonly number[]>): AblationEffect {
  const without = ablationOf(variant.options) as string;
  return {
    classifier: variant.classifier,
    without,
    protocol: variant.protocol,
    drops,
    overPairs: meanInterval([...drops.values()].flat()),
    overDatasets: meanInterval([...drops.values()].map((each) => summarize(each).mean)),
    paperDrop: summarize([...drops.keys()].flatMap((dataset) => paperDrop(without, dataset) ?? [])).mean,
  };
}
