/** The folds on which the sigmoid of a pair's machine is calibrated. */
import type { RandomStream } from '../engine/random/random-stream.js';
import { heldOutFolds } from '../tables/split/folds-of-rows.js';
import type { ClassPair } from './class-pairs.js';
import type { SvmTraining } from './svm-training.js';

/** As in libsvm. */
const FOLDS = 5;

export interface CalibrationFold {
  /** Places among the rows of the pair, those of its first class first. */
  readonly held: Int32Array;
  /** Whether a machine that is calibrated on `held` may be trained on the row of a place. */
  readonly isKept: (place: number) => boolean;
}

/**
 * Stratified folds drawn from the seed: with fewer than five rows in a class as many as rows, and with a single one the
 * pair is calibrated on its training rows. With groups or times (`SvmTraining.units`) as `heldOutFolds`: a synthetic row
 * belongs to the fold of the row that it starts from and is not trained on while the row that it leads to is held out. A
 * fold whose other rows lack one of the classes is left out; without any fold of a class the pair is calibrated on its
 * training rows.
 */
export function calibrationFolds(
  job: SvmTraining,
  pair: ClassPair,
  classes: readonly Int32Array[],
  random: RandomStream,
): CalibrationFold[] {
  const sizes = [classes[pair.first].length, classes[pair.second].length];
  return job.units === undefined
    ? stratified(sizes, random)
    : byUnits(job.units, [...classes[pair.first], ...classes[pair.second]], sizes[0], random);
}

function stratified(sizes: readonly number[], random: RandomStream): CalibrationFold[] {
  const folds = Math.min(FOLDS, ...sizes);
  const ofRow = Int32Array.from(
    sizes.flatMap((length) => Array.from(random.permutation(length), (place) => place % folds)),
  );
  return foldsOf(folds, ofRow, ofRow);
}

function byUnits(
  { kind, from, to }: NonNullable<SvmTraining['units']>,
  rows: readonly number[],
  positives: number,
  random: RandomStream,
): CalibrationFold[] {
  const labels = Int32Array.from(rows, (_, place) => (place < positives ? 0 : 1));
  const units = Int32Array.from(rows, (row) => from[row]);
  const { count, ofRow } = heldOutFolds(labels, Math.min(FOLDS, rows.length), random, { [kind]: units });
  const foldOf = new Map(rows.map((row, place) => [from[row], ofRow[place]]));
  const ofOther = Int32Array.from(rows, (row) => foldOf.get(to[row])!);
  const usable = foldsOf(count, ofRow, ofOther).filter(({ isKept }) => {
    const kept = labels.filter((_, place) => isKept(place));
    return kept.includes(0) && kept.includes(1);
  });
  const calibrated = usable.flatMap(({ held }) => Array.from(held, (place) => labels[place]));
  const isEnough = count > 1 && calibrated.includes(0) && calibrated.includes(1);
  return isEnough ? usable : foldsOf(1, new Int32Array(rows.length), new Int32Array(rows.length));
}

/** A single fold is all rows, which are kept. */
function foldsOf(count: number, ofRow: Int32Array, ofOther: Int32Array): CalibrationFold[] {
  const places = Int32Array.from(ofRow.keys());
  return Array.from({ length: count }, (_, fold) => ({
    held: places.filter((place) => ofRow[place] === fold),
    isKept: (place) => count === 1 || (ofRow[place] !== fold && ofOther[place] !== fold),
  }));
}
