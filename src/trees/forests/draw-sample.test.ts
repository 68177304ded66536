import { expect, it } from 'vitest';
import { RandomStream } from '../../engine/random/random-stream.js';
import { bootstrap, SAMPLING_STRATEGIES, underSample } from './draw-sample.js';

const y = Int32Array.from([...new Array(9).fill(0), ...new Array(3).fill(1), ...new Array(5).fill(2)]);
const rows = Int32Array.from(y.keys());
const random = () => new RandomStream(3, 'draw');
const countClasses = (sample: Int32Array) =>
  [0, 1, 2].map((c) => sample.filter((row) => y[row] === c).length);

// As imblearn.under_sampling.RandomUnderSampler with counts 9, 3, 5.
it.each([
  ['auto', [3, 3, 3]],
  ['not minority', [3, 3, 3]],
  ['all', [3, 3, 3]],
  ['majority', [3, 3, 5]],
  ['not majority', [9, 3, 3]],
] as const)('%s leaves %j rows of the classes', (strategy, wanted) => {
  for (const replacement of [false, true]) {
    expect(countClasses(underSample(rows, y, strategy, replacement)(random()))).toEqual(wanted);
  }
});

it('draws each row at most once without replacement, and keeps classes it does not reduce', () => {
  for (const strategy of SAMPLING_STRATEGIES) {
    const sample = underSample(rows, y, strategy, false)(random());
    expect(new Set(sample).size).toBe(sample.length);
    expect([9, 10, 11].every((row) => sample.includes(row))).toBe(true);
  }
});

it('draws rows of a class equally often', () => {
  const counts = new Int32Array(9);
  const [stream, draw] = [random(), underSample(rows, y, 'auto', false)];
  for (let i = 0; i < 3000; i++) {
    for (const row of draw(stream)) if (row < 9) counts[row]++;
  }
  // 1000 expected; the standard deviation of a count is 26.
  for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(130);
});

it('leaves classes without a usable row out of account', () => {
  const usable = rows.filter((row) => y[row] !== 1);
  expect(countClasses(underSample(usable, y, 'auto', false)(random()))).toEqual([5, 0, 5]);
});

it('bootstraps about 63 % of the rows', () => {
  const many = Int32Array.from({ length: 10000 }, (_, i) => i);
  const sample = bootstrap(many, random());
  expect(sample.length).toBe(10000);
  expect(new Set(sample).size / 10000).toBeCloseTo(1 - Math.exp(-1), 1);
});
