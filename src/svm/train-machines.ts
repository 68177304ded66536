/** Trains the machines, and for each a sigmoid, calibrated on rows that it was not trained on. */

import { RandomStream } from '../engine/random/random-stream.js';
import { rowsAt } from '../matrix.js';
import { calibrationFolds } from './calibration-folds.js';
import { type ClassPair, classPairs } from './class-pairs.js';
import { linearDecisions, radialDecisions } from './decision-function.js';
import { type Libsvm, trainMachinesOn } from './libsvm.js';
import { fitSigmoid, type Sigmoid } from './platt.js';
import { RadialBasis } from './radial-basis.js';
import type { CalibratedMachines, SvmMachines, SvmTraining } from './svm-training.js';

export interface TrainingSteps {
  /** After each libsvm training, with the number finished and the total. */
  onStep(step: number, steps: number): void;
  /** Awaited before each, to yield to the event loop or to throw. */
  pause(): Promise<void>;
}

/**
 * As libsvm with its option `-b 1`: a machine for each pair of classes on all their rows, and Platt scaling of the
 * decision values that five more machines, each trained on four fifths of the rows, give for the last fifth. Unlike
 * in libsvm, the folds are stratified or keep groups together (`calibrationFolds`).
 */
export async function trainMachines(
  Svm: Libsvm,
  job: SvmTraining,
  { onStep, pause }: TrainingSteps,
): Promise<CalibratedMachines> {
  const classes = rowsOfClasses(job.sizes);
  const pairs = classPairs(classes.length);
  const random = new RandomStream(job.seed, 'calibration-folds');
  const foldsOfPairs = pairs.map((pair) => calibrationFolds(job, pair, classes, random));
  const steps = foldsOfPairs.reduce((sum, folds) => sum + folds.length, 1);
  let step = 0;
  const train = async (groups: readonly Int32Array[], weights: readonly number[]) => {
    await pause();
    const machines = trainMachinesOn(Svm, job, groups, weights);
    onStep(++step, steps);
    return machines;
  };

  const machines = await train(classes, job.classWeights);
  const { score, release } = await pairScorer(job, pairs);
  const sigmoids: Sigmoid[] = [];
  for (const [p, pair] of pairs.entries()) {
    const groups = [classes[pair.first], classes[pair.second]];
    const weights = [job.classWeights[pair.first], job.classWeights[pair.second]];
    const positives = groups[0].length;
    const rows = Int32Array.from([...groups[0], ...groups[1]]);
    const decisions = new Float64Array(rows.length).fill(Number.NaN);
    for (const { held, isKept } of foldsOfPairs[p]) {
      const kept = [groups[0].filter((_, i) => isKept(i)), groups[1].filter((_, i) => isKept(positives + i))];
      const values = score(
        await train(kept, weights),
        held.map((i) => rows[i]),
      );
      held.forEach((i, at) => {
        decisions[i] = values[at];
      });
    }
    const calibrated = (each: Float64Array) => each.filter((value) => !Number.isNaN(value));
    sigmoids.push(fitSigmoid(calibrated(decisions), calibrated(decisions.subarray(0, positives)).length));
  }
  release();
  return {
    ...machines,
    slopes: Float64Array.from(sigmoids, ({ slope }) => slope),
    offsets: Float64Array.from(sigmoids, ({ offset }) => offset),
  };
}

function rowsOfClasses(sizes: readonly number[]): Int32Array[] {
  let next = 0;
  return sizes.map((size) => Int32Array.from({ length: size }, () => next++));
}

/** Computes decision values of a pair's machine for rows of the job; all machines share the memory. */
async function pairScorer(
  job: SvmTraining,
  pairs: readonly ClassPair[],
): Promise<{ score: (machines: SvmMachines, rows: Int32Array) => Float64Array; release: () => void }> {
  const { kernel, columns, sizes } = job;
  const capacity = Math.max(...pairs.map(({ first, second }) => sizes[first] + sizes[second]));
  const basis = kernel.kind === 'rbf' ? await RadialBasis.create(columns, capacity, kernel.gamma) : undefined;
  const X = { data: job.rows, rows: job.rows.length / columns, columns };
  const score = (machines: SvmMachines, rows: Int32Array) => {
    const decide = basis ? radialDecisions(machines, basis) : linearDecisions(machines);
    const out = new Float64Array(rows.length);
    for (let start = 0; start < rows.length; start += decide.maximumRows) {
      const block = rows.subarray(start, start + decide.maximumRows);
      out.set(decide.values(rowsAt(X, block).data), start);
    }
    return out;
  };
  return { score, release: () => basis?.release() };
}
