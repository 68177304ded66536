// The statistics of a comparison of 21 classifiers on 18 data sets by 4 metrics, and t-SNE.
import { RandomStream } from '../dist/engine/random/random-stream.js';
import { bootstrapInterval } from '../dist/statistics/bootstrap.js';
import { friedmanTest } from '../dist/statistics/friedman.js';
import { nemenyiCriticalDifference } from '../dist/statistics/nemenyi.js';
import { testOverMetrics } from '../dist/statistics/test-over-metrics.js';
import { wilcoxonAgainstControl } from '../dist/statistics/wilcoxon-against-control.js';
import { winTieLoss } from '../dist/statistics/win-tie-loss.js';
import { median } from './in-turn.mjs';
import { benchTsne } from './tsne.mjs';

const MOST_MILLISECONDS = 50;
const [CLASSIFIERS, DATASETS, METRICS] = [21, 18, 4];

const random = new RandomStream(1, 'scores');
const metrics = Array.from({ length: METRICS }, () =>
  Array.from({ length: DATASETS }, () =>
    Array.from({ length: CLASSIFIERS }, () => random.integer(101) / 100),
  ),
);

function tests() {
  const friedman = metrics.map(friedmanTest);
  testOverMetrics(friedman.map(({ meanRanks }) => meanRanks));
  nemenyiCriticalDifference(CLASSIFIERS, DATASETS);
  for (const scores of metrics) {
    wilcoxonAgainstControl(scores, 0);
    winTieLoss(scores, 0, 0.01);
  }
}

/** Five seeds per data set. */
function bootstrap() {
  bootstrapInterval(metrics[0].map((row) => row.slice(0, 5)));
}

function milliseconds(work) {
  const started = performance.now();
  work();
  return performance.now() - started;
}

/** Cold is the first run in this process, as in a command. */
export async function benchStatistics() {
  const rows = [
    ['all rank tests, 21 classifiers x 18 sets x 4 metrics', tests, MOST_MILLISECONDS],
    ['one bootstrap interval, 9999 resamples of 18 x 5', bootstrap, undefined],
  ].flatMap(([what, work, limit]) => {
    const cold = { what: `${what}, cold`, ours: milliseconds(work), unit: 'ms', limit };
    const warm = median(Array.from({ length: 9 }, () => milliseconds(work)));
    return [cold, { what: '  warm', ours: warm, unit: 'ms', limit }];
  });
  return [...rows, ...(await benchTsne())];
}
