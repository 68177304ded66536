/** Coverage of the intervals: QCL_MIXNET_SLOW=1 npx vitest run src/statistics/differences-of-shares.slow.test.ts */
import { describe, expect, it } from 'vitest';
import { RandomStream } from '../engine/random/random-stream.js';
import { largestDifference, smallestRatio } from './differences-of-shares.js';

const TABLES = 400;
/** 0.95 but for four standard errors. */
const LEAST = 0.95 - 4 * Math.sqrt((0.95 * 0.05) / TABLES);

const cases = [
  { shares: [0.3, 0.3], rows: 60 },
  { shares: [0.1, 0.3], rows: 60 },
  { shares: [0.02, 0.05], rows: 400 },
  { shares: [0.8, 0.9, 0.95], rows: 80 },
  { shares: [0.1, 0.1, 0.1, 0.1, 0.3], rows: 100 },
];

describe('coverage of intervals of the largest difference and the smallest ratio', () => {
  it.each(cases)('$shares, $rows rows', ({ shares, rows }) => {
    const random = new RandomStream(5, `differences ${shares.join()}`);
    const difference = Math.max(...shares) - Math.min(...shares);
    const ratio = Math.min(...shares) / Math.max(...shares);
    let [ofDifference, ofRatio] = [0, 0];
    for (let table = 0; table < TABLES; table++) {
      const groups = shares.map((share) => {
        let hits = 0;
        for (let row = 0; row < rows; row++) if (random.uniform() < share) hits++;
        return { hits, rows };
      });
      const covers = ({ low = 0, high = 0 }, truth: number) => low <= truth && truth <= high;
      if (covers(largestDifference(groups).interval, difference)) ofDifference++;
      if (covers(smallestRatio(groups).interval, ratio)) ofRatio++;
    }
    expect(ofDifference / TABLES).toBeGreaterThan(LEAST);
    expect(ofRatio / TABLES).toBeGreaterThan(LEAST);
  });
});
