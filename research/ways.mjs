// Shared by the trials of ways to select an ensemble: arguments, options of the networks, scores.
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

export const NET_OPTIONS = {
  minimumSteps: 800,
  thetaInitial: 'small-normal',
  samplingPower: 0.5,
  snapshots: 'both',
};

/** The first and last of --seeds, --tables as a list, --cache, and --log, by default a file of this folder. */
export function readArguments(defaults) {
  const { values } = parseArgs({
    options: {
      seeds: { type: 'string', default: defaults.seeds },
      tables: { type: 'string', default: defaults.tables.join() },
      cache: { type: 'string', default: 'runs/research' },
      log: { type: 'string', default: fileURLToPath(new URL(defaults.log, import.meta.url)) },
    },
  });
  const [first, last] = values.seeds.split('-').map(Number);
  return { first, last, tables: values.tables.split(','), cache: values.cache, log: values.log };
}

/** Scores of each way on each table, one per seed. */
export class WayScores extends Map {
  add(way, table, score) {
    const ofWay = this.get(way) ?? new Map();
    this.set(way, ofWay);
    ofWay.set(table, [...(ofWay.get(table) ?? []), Number(score.toFixed(5))]);
  }
}
