import { expect, it } from 'vitest';
import { RandomStream } from '../../engine/random/random-stream.js';
import type { OutOfFoldRows } from '../out-of-fold-rows.js';
import { CALIBRATIONS } from './calibration.js';
import { fitCalibration } from './calibration-kinds.js';

const random = new RandomStream(3, 'weights');
const uniform = () => (random.integer(1_000_000) + 0.5) / 1_000_000;

const rows = Array.from({ length: 200 }, () => {
  const p = [uniform(), uniform(), uniform()];
  const sum = p[0] + p[1] + p[2];
  return {
    p: p.map((each) => each / sum),
    y: uniform() < p[0] / sum ? 0 : 1 + random.integer(2),
    times: 1 + random.integer(4),
  };
});

const asRows = (of: typeof rows): OutOfFoldRows => ({
  probabilities: { data: Float32Array.from(of.flatMap(({ p }) => p)), rows: of.length, columns: 3 },
  y: Int32Array.from(of, ({ y }) => y),
});

it.each(CALIBRATIONS.filter((kind) => kind !== 'auto'))('fits %s on whole weights as on copies', (kind) => {
  const weights = Float64Array.from(rows, ({ times }) => times);
  const copies = rows.flatMap((each) => new Array(each.times).fill(each));
  const weighted = fitCalibration(kind, { ...asRows(rows), weights });
  const copied = fitCalibration(kind, asRows(copies));
  const given = asRows(rows).probabilities;
  const [one, other] = [weighted, copied].map((calibration) => calibration.transform(given).data);
  // Isotonic regression keeps a small part of a sigmoid by the number of rows.
  const tolerance = kind === 'isotonic' ? 0.03 : 1e-4;
  one.forEach((p, i) => {
    expect(Math.abs(p - other[i])).toBeLessThan(tolerance);
  });
  const plain = fitCalibration(kind, asRows(rows)).transform(given).data;
  if (kind !== 'none') expect(plain).not.toEqual(one);
});
