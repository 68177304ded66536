/** The search for the smallest change of a row that flips its decision. */
import type { AllowedValue, AllowedValues } from './allowed-values.js';
import type { Change } from './changed-rows.js';

/** What the model makes of a changed row. */
export interface Outcome {
  readonly flips: boolean;
  /** Larger is nearer to a flip. */
  readonly margin: number;
}

export type Try = (changes: readonly Change[]) => Promise<readonly Outcome[]>;

/** Combinations of values of two columns that are tried in all. */
const MOST_PAIRED = 20_000;
/** Of each of two columns. */
const MOST_VALUES = 24;
/** Values between two that are tried at once, and how often. */
const [BETWEEN, ROUNDS] = [15, 3];

/**
 * A change that flips, of as few columns as possible and then of the least distance; undefined if none is found. Of one and of
 * two columns all values are tried, of more the best value of a column is added until the row flips, and each column is then moved back
 * as far as it can.
 */
export async function searchChange(
  columns: readonly AllowedValues[],
  outcomes: Try,
): Promise<Change | undefined> {
  const found =
    (await bestOf(columns, singles(columns), outcomes)) ??
    (await bestOf(columns, pairs(columns), outcomes)) ??
    (await greedy(columns, outcomes));
  return found;
}

function singles(columns: readonly AllowedValues[]): Change[] {
  return columns.flatMap(({ name, values }) => values.map((value): Change => new Map([[name, value]])));
}

function pairs(columns: readonly AllowedValues[]): Change[] {
  const count = (columns.length * (columns.length - 1)) / 2;
  const most = Math.min(MOST_VALUES, Math.max(2, Math.floor(Math.sqrt(MOST_PAIRED / Math.max(1, count)))));
  const thinned = columns.map(({ name, values }) => ({ name, values: spread(values, most) }));
  return thinned.flatMap((one, i) =>
    thinned.slice(i + 1).flatMap((other) =>
      one.values.flatMap((first) =>
        other.values.map(
          (second): Change =>
            new Map([
              [one.name, first],
              [other.name, second],
            ]),
        ),
      ),
    ),
  );
}

/** `most` of the values at equal steps, the nearest and the farthest among them. */
function spread<T>(values: readonly T[], most: number): readonly T[] {
  if (values.length <= most) return values;
  return Array.from({ length: most }, (_, i) => values[Math.round((i * (values.length - 1)) / (most - 1))]);
}

/** Flips that are refined: the nearest, which may differ in their columns. */
const MOST_REFINED = 6;

/** The nearest of the candidates that flip, refined. */
async function bestOf(
  columns: readonly AllowedValues[],
  candidates: readonly Change[],
  outcomes: Try,
): Promise<Change | undefined> {
  if (candidates.length === 0) return undefined;
  const tried = await outcomes(candidates);
  const flipping = candidates.filter((_, i) => tried[i].flips);
  flipping.sort((one, other) => distanceOf(one) - distanceOf(other));
  let best: Change | undefined;
  for (const change of flipping.slice(0, MOST_REFINED)) {
    const refined = await refine(columns, change, outcomes);
    if (best === undefined || distanceOf(refined) < distanceOf(best)) best = refined;
  }
  return best;
}

/** Adds to the change the value that brings the row nearest to a flip, one column after the other. */
async function greedy(columns: readonly AllowedValues[], outcomes: Try): Promise<Change | undefined> {
  let change: Change = new Map();
  while (change.size < columns.length) {
    const before = change;
    const candidates = columns
      .filter(({ name }) => !before.has(name))
      .flatMap(({ name, values }) => values.map((value): Change => new Map([...before, [name, value]])));
    if (candidates.length === 0) return undefined;
    const tried = await outcomes(candidates);
    const best = tried.reduce((most, each, i) => (each.margin > tried[most].margin ? i : most), 0);
    change = candidates[best];
    if (tried[best].flips) return refine(columns, await withoutNeedless(change, outcomes), outcomes);
  }
  return undefined;
}

async function withoutNeedless(change: Change, outcomes: Try): Promise<Change> {
  let kept = change;
  for (const name of change.keys()) {
    const fewer = new Map([...kept].filter(([each]) => each !== name));
    if (fewer.size > 0 && (await outcomes([fewer]))[0].flips) kept = fewer;
  }
  return kept;
}

/** Moves each number back towards that of the row as far as the row still flips. */
async function refine(columns: readonly AllowedValues[], change: Change, outcomes: Try): Promise<Change> {
  let best = change;
  for (const { name, own, between, step } of columns) {
    const value = best.get(name);
    if (value?.at === undefined || own === undefined || between === undefined) continue;
    let [no, yes] = [own, value.at];
    for (let round = 0; round < ROUNDS; round++) {
      const inside = pointsBetween(no, yes, step);
      if (inside.length === 0) break;
      const candidates = inside.map((at): Change => new Map([...best, [name, between(at)]]));
      const tried = await outcomes(candidates);
      const first = tried.findIndex(({ flips }) => flips);
      if (first < 0) no = inside[inside.length - 1];
      else {
        if (first > 0) no = inside[first - 1];
        yes = inside[first];
        best = candidates[first];
      }
    }
    if (step === 1 || typeof value.cell !== 'number') continue;
    const rounded = shortNumbers(no, yes).map((at): Change => new Map([...best, [name, between(at)]]));
    if (rounded.length === 0) continue;
    const tried = await outcomes(rounded);
    best = rounded.find((_, i) => tried[i].flips) ?? best;
  }
  return best;
}

/** Points from `no` to `yes` without both. */
function pointsBetween(no: number, yes: number, step: number): number[] {
  const points = Array.from({ length: BETWEEN }, (_, i) => {
    const at = no + ((yes - no) * (i + 1)) / (BETWEEN + 1);
    return step === 0 ? at : Math.round(at / step) * step;
  });
  return [...new Set(points)].filter(
    (at) => at !== no && at !== yes && at > Math.min(no, yes) && at < Math.max(no, yes),
  );
}

/** Digits behind the first one of a number that is written short. */
const MOST_DIGITS = 9;

/** For each number of digits the number nearest to `yes`, from behind `no`; fewer digits first. Between both, few digits may not flip. */
function shortNumbers(no: number, yes: number): number[] {
  const largest = Math.floor(Math.log10(Math.max(Math.abs(no), Math.abs(yes), Number.MIN_VALUE)));
  const found = new Set<number>();
  for (let power = largest; power >= largest - MOST_DIGITS; power--) {
    const unit = 10 ** power;
    const at = Number(((no < yes ? Math.floor(yes / unit) : Math.ceil(yes / unit)) * unit).toPrecision(15));
    if (no < yes ? at > no && at <= yes : at < no && at >= yes) found.add(at);
  }
  return [...found];
}

export function distanceOf(change: Change): number {
  return [...change.values()].reduce((sum: number, { distance }: AllowedValue) => sum + distance, 0);
}
