/** What the measurements of the propositions rest on: distances, probes, curvature and the rule. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Engine } from '../../dist/engine/engine.js';
import { ParameterStore } from '../../dist/engine/parameter-store.js';
import { Program } from '../../dist/engine/program.js';
import { RandomStream } from '../../dist/engine/random/random-stream.js';
import {
  MODELS,
  matchedWidth,
  networkOf,
  parametersOf,
} from '../../research/propositions/expressiveness.mjs';
import { factorTable } from '../../research/propositions/factors.mjs';
import { definitionOf } from '../../research/propositions/learned-path.mjs';
import { explainedShare } from '../../research/propositions/linear-probe.mjs';
import { dot, LossSurface, moved } from '../../research/propositions/loss-surface.mjs';
import { MANIFOLDS, noisyRows } from '../../research/propositions/manifolds.mjs';
import { meanWithInterval } from '../../research/propositions/numbers.mjs';
import { asStated, judged, STANDARD_ERRORS } from '../../research/propositions/rules.mjs';
import { effectiveDimensions, spreadOf, unitRows } from '../../research/propositions/spread.mjs';

const named = (name: string) => {
  const found = MANIFOLDS.find((manifold) => manifold.name === name);
  if (!found) throw new Error(`there is no ${name}`);
  return found;
};

describe.each(MANIFOLDS)('$name', (manifold) => {
  const { columns } = manifold;
  const rowsOf = ({ data }: { data: Float32Array }) =>
    Array.from({ length: data.length / columns }, (_, i) => data.subarray(i * columns, (i + 1) * columns));

  it('has its own rows at distance 0 and size 1', () => {
    const rows = rowsOf(noisyRows(manifold, { rows: 2000, noise: 0, seed: 1 }));
    for (const row of rows) expect(manifold.distance(row)).toBeLessThan(1e-5);
    const centre = Array.from(
      { length: columns },
      (_, j) => rows.reduce((sum, row) => sum + row[j], 0) / rows.length,
    );
    const size =
      rows.reduce((sum, row) => sum + row.reduce((s, v, j) => s + (v - centre[j]) ** 2, 0), 0) / rows.length;
    expect(size).toBeGreaterThan(0.93);
    expect(size).toBeLessThan(1.07);
  });

  it('is no farther from a row than any of its rows is', () => {
    const own = rowsOf(noisyRows(manifold, { rows: 1500, noise: 0, seed: 1 }));
    for (const row of rowsOf(noisyRows(manifold, { rows: 20, noise: 0.5, seed: 2 }))) {
      const nearest = Math.min(...own.map((other) => Math.hypot(...Array.from(row, (v, j) => v - other[j]))));
      expect(manifold.distance(row)).toBeLessThanOrEqual(nearest + 1e-5);
      // In few dimensions so many rows are near every place.
      if (manifold.dimension <= 2) expect(manifold.distance(row)).toBeGreaterThan(nearest - 0.15);
    }
  });
});

it('distances are those of known places', () => {
  expect(named('sphere of dimension 2').distance([0, 3, 4])).toBeCloseTo(4, 12);
  expect(named('torus in space').distance([0, 0, 0])).toBeCloseTo(1 / Math.sqrt(5), 12);
  expect(named('flat torus of dimension 2').distance([0, 0, Math.SQRT1_2, 0])).toBeCloseTo(Math.SQRT1_2, 12);
});

it.each(Object.keys(MODELS))('the parameters of %s are counted', async (model) => {
  const engine = await Engine.create();
  for (const width of [2, 5]) {
    const store = new ParameterStore(engine);
    const program = new Program(engine, store, 4, 'training');
    networkOf(model, width).record(program, program.input(4));
    const declared = [...store.parameters()].reduce((sum, { size }) => sum + size, 0);
    expect(parametersOf(model, width)).toBe(declared);
    const matched = matchedWidth(model, width);
    expect(parametersOf('plain', matched)).toBeGreaterThanOrEqual(declared);
    if (matched > 0) expect(parametersOf('plain', matched - 1)).toBeLessThan(declared);
  }
  engine.release();
});

it('a claim is decided by two standard errors over three cases or more', () => {
  expect(judged([1, 1.1, 0.9]).verdict).toBe('repeated');
  expect(judged([-1, -1.1, -0.9]).verdict).toBe('contradicted');
  expect(judged([1, -1, 0.5]).verdict).toBe('undecided');
  expect(judged([1, 1]).verdict).toBe('undecided');
  expect(asStated(['repeated', 'contradicted'])).toBe('does not hold as stated');
  expect(asStated(['repeated', 'undecided'])).toBe('is undecided');
  expect(asStated(['repeated'])).toBe('holds as stated');
});

it('a mean is printed with the digits that show on which side of 0 its interval is', () => {
  expect(meanWithInterval({ mean: 0.17812, error: 0.0361 })).toBe('+0.178 ± 0.036 [+0.106, +0.250]');
  expect(meanWithInterval({ mean: 0.0036912, error: 0.0021 })).toBe('+0.0037 ± 0.0021 [−0.0005, +0.0079]');
  expect(meanWithInterval({ mean: -0.2, error: 0.0999 })).toBe('−0.2000 ± 0.0999 [−0.3998, −0.0002]');
  expect(meanWithInterval({ mean: 0, error: 0 })).toBe('0 ± 0 [0, 0]');
  expect(meanWithInterval({ mean: 0.0123, error: Number.NaN })).toBe('+0.012 ± ?');
  const size = fc.double({ min: 1e-9, max: 1e3, noNaN: true });
  fc.assert(
    fc.property(size, fc.boolean(), fc.double({ min: 0, max: 10, noNaN: true }), (of, isNegative, ratio) => {
      const mean = isNegative ? -of : of;
      const error = ratio * of;
      const printed = meanWithInterval({ mean, error }).replaceAll('−', '-');
      const [low, high] = (/\[(.*), (.*)\]/.exec(printed) ?? []).slice(1).map(Number);
      expect(Math.sign(low)).toBe(Math.sign(mean - STANDARD_ERRORS * error));
      expect(Math.sign(high)).toBe(Math.sign(mean + STANDARD_ERRORS * error));
      expect(Math.sign(Number.parseFloat(printed))).toBe(Math.sign(mean));
    }),
  );
});

it('the spread of classes and the dimensions of rows are those of small examples', () => {
  const X = { data: Float64Array.of(0, 0, 0, 2, 4, 1, 4, 1), rows: 4, columns: 2 };
  expect(spreadOf(X, [0, 0, 1, 1])).toEqual({ between: 16, within: 0.5 });
  expect(effectiveDimensions({ data: Float64Array.of(1, 2, 2, 4, 3, 6), rows: 3, columns: 2 })).toBeCloseTo(
    1,
    12,
  );
  expect(
    effectiveDimensions({ data: Float64Array.of(1, 0, -1, 0, 0, 1, 0, -1), rows: 4, columns: 2 }),
  ).toBeCloseTo(2, 12);
  expect(Array.from(unitRows({ data: Float64Array.of(3, 4), rows: 1, columns: 2 }).data)).toEqual([0.6, 0.8]);
});

it('a linear probe finds what is linear, and nothing of noise', () => {
  const random = new RandomStream(1, 'probe');
  const rows = 400;
  const matrix = () => ({
    data: Float32Array.from({ length: rows * 3 }, () => random.normal()),
    rows,
    columns: 3,
  });
  const [H, testH] = [matrix(), matrix()];
  const linear = ({ data }: { data: Float32Array }) =>
    Array.from({ length: rows }, (_, i) => [data[3 * i] - 2 * data[3 * i + 2] + 5]);
  expect(explainedShare(H, linear(H), testH, linear(testH))).toBeGreaterThan(0.999);
  const noise = () => Array.from({ length: rows }, () => [random.normal()]);
  expect(Math.abs(explainedShare(H, noise(), testH, noise()))).toBeLessThan(0.1);
});

it('the largest eigenvalue is that of the matrix of second derivatives', async () => {
  const { train } = factorTable({ deciding: 2, seed: 1, train: 24, test: 8 });
  const small = { hiddenWidth: 4, representationWidth: 3, projectionWidth: 3, embeddingWidth: 2 };
  const alone = { ...small, lossAlpha: 1, without: ['attention'] };
  const surface = await LossSurface.create(definitionOf(alone), train);
  const random = new RandomStream(3, 'point');
  const point = new Float64Array(surface.size);
  for (const { offset, size } of surface.places(/./))
    for (let i = 0; i < size; i++) point[offset + i] = 0.7 * random.normal();

  const h = 1e-5;
  const H = Array.from(point, (_, i) => {
    const axis = new Float64Array(point.length);
    axis[i] = 1;
    const [above, below] = [h, -h].map((step) => surface.at(moved(point, axis, step)).gradient);
    return above.map((value, j) => (value - below[j]) / (2 * h));
  });
  // With a shift by its Frobenius norm, the largest eigenvalue is that of the largest magnitude.
  const shift = Math.sqrt(H.reduce((sum, row) => sum + dot(row, row), 0));
  let v = Float64Array.from(point, () => random.normal());
  let expected = 0;
  for (let i = 0; i < 1500; i++) {
    const product = H.map((row, j) => dot(row, v) + shift * v[j]);
    expected = Math.sqrt(dot(product, product));
    v = Float64Array.from(product, (value) => value / expected);
  }
  const found = surface.largestEigenvalue(point, random);
  expect(found / (expected - shift)).toBeGreaterThan(0.99);
  expect(found / (expected - shift)).toBeLessThan(1.001);
  surface.release();
});
