/** The sets of rows whose configurations are ranked against each other. */
import { PROTOCOLS } from '../../../pipeline/defaults.js';
import type { Protocol } from '../../../pipeline/provenance.js';
import { choosesCheckpoint } from '../learning-rows.js';
import { ablationOf, optionsBesidesAblation, type ResultRow } from '../result-rows.js';

export interface RankedRows {
  readonly protocol: Protocol;
  /** Whether classifiers are tuned where they were; otherwise all have the options given. */
  readonly tuned: boolean;
  /** All of `protocol`. */
  readonly rows: readonly ResultRow[];
  /** Configurations whose honest runs take part, because no rows choose a checkpoint of theirs. */
  readonly fromHonest: readonly string[];
}

/**
 * For every protocol with runs one set of the runs without tuning and one in which tuned runs replace them, as far as
 * both exist, so that no classifier is ranked against itself; without ablations. The protocol `paper` includes the honest
 * runs of configurations whose training is the same with both protocols, unless its only runs are an ablation's.
 */
export function rankedRows(all: readonly ResultRow[]): RankedRows[] {
  const whole = withoutAblations(all);
  return PROTOCOLS.flatMap((protocol) => {
    const own = whole.filter((row) => row.protocol === protocol);
    const isRanked = configurationsOf(own).length > 1 || own.some((row) => !isOfAblation(row, all));
    const shared = protocol === 'paper' && isRanked ? sameWithBoth(whole, own) : [];
    const rows = [...own, ...shared.map((row) => ({ ...row, protocol }))];
    const setOf = (tuned: boolean, rows: readonly ResultRow[]): RankedRows => {
      const names = configurationsOf(rows);
      const fromHonest = configurationsOf(shared).filter((name) => names.includes(name));
      return { protocol, tuned, rows, fromHonest };
    };
    const untuned = rows.filter(({ tuned }) => !tuned);
    const tuned = new Set(rows.filter(({ tuned }) => tuned).map(settingsOf));
    if (rows.length === 0) return [];
    if (tuned.size === 0) return [setOf(false, rows)];
    const replaced = rows.filter((row) => row.tuned || !tuned.has(settingsOf(row)));
    const hasBoth = untuned.some((row) => tuned.has(settingsOf(row)));
    return [...(hasBoth ? [setOf(false, untuned)] : []), setOf(true, replaced)];
  });
}

/** The rows without ablations, whose variants of one classifier would push the other classifiers down in rank. */
export function withoutAblations(rows: readonly ResultRow[]): ResultRow[] {
  return rows.filter(({ options }) => ablationOf(options) === 'full');
}

/** The names of the configurations, each once. */
export function configurationsOf(rows: readonly ResultRow[]): string[] {
  return [...new Set(rows.map(({ configuration }) => configuration))];
}

/** Whether it is the full model of an ablation with its protocol. */
function isOfAblation(row: ResultRow, all: readonly ResultRow[]): boolean {
  const full = JSON.stringify(row.options);
  return all.some(
    ({ protocol, classifier, options }) =>
      protocol === row.protocol &&
      classifier === row.classifier &&
      ablationOf(options) !== 'full' &&
      JSON.stringify(optionsBesidesAblation(options)) === full,
  );
}

function sameWithBoth(rows: readonly ResultRow[], own: readonly ResultRow[]): ResultRow[] {
  const present = new Set(configurationsOf(own));
  return rows.filter(
    (row) => row.protocol === 'honest' && !present.has(row.configuration) && !choosesCheckpoint(row),
  );
}

/** The same for the tuned and the other runs of a configuration. */
function settingsOf({ classifier, options }: ResultRow): string {
  return JSON.stringify([classifier, options]);
}
