import { describe, expect, it } from 'vitest';
import { normals } from '../../../test/support/kernels/kernel-case.js';
import { Engine } from '../../engine/engine.js';
import { ParameterStore } from '../../engine/parameter-store.js';
import { Program } from '../../engine/program.js';
import { RandomStream } from '../../engine/random/random-stream.js';
import { fixedDraws, type NeighbourMixupOptions } from './mixup-draws.js';
import { neighbourMixup } from './neighbour-mixup.js';

const COLUMNS = 4;
const OPTIONS: NeighbourMixupOptions = { neighbours: 5, alpha: 0.4, lambdaPer: 'sample' };

interface Batch {
  readonly rows: number;
  readonly maximumRows?: number;
  /** Values of a space of two columns in which neighbours are looked for; default: the input itself. */
  readonly space?: Float32Array;
  readonly seed?: number;
}

/** Mixes `times` batches of the same random rows; returns the rows before and after. */
async function mix(options: NeighbourMixupOptions, batch: Batch, times = 1) {
  const { rows, maximumRows = rows, space, seed = 1 } = batch;
  const engine = await Engine.create('fma');
  const program = new Program(engine, new ParameterStore(engine), maximumRows, 'training');
  const input = program.input(COLUMNS);
  const output = program.input(COLUMNS);
  const own = space ? program.input(2) : input;
  const random = new RandomStream(seed, 'mixup');
  const { mix: step } = neighbourMixup(program, input, output, own, fixedDraws(random, options));
  program.compile();
  program.rows = rows;
  const x = normals(new RandomStream(2, 'rows'), rows * COLUMNS);
  engine.floats(input.value, x.length).set(x);
  if (space) engine.floats(own.value, space.length).set(space);
  const mixed: Float32Array[] = [];
  for (let t = 0; t < times; t++) {
    step();
    mixed.push(Float32Array.from(engine.floats(output.value, x.length)));
  }
  expect(Array.from(engine.floats(input.value, x.length))).toEqual(Array.from(x));
  return { x, mixed };
}

const row = (m: Float32Array, i: number, columns = COLUMNS) =>
  Array.from(m.subarray(i * columns, (i + 1) * columns));
const distance = (a: number[], b: number[]) => Math.hypot(...a.map((v, j) => v - b[j]));

/** The k rows nearest to row i, by brute force. */
function nearest(points: Float32Array, rows: number, i: number, k: number, columns: number): number[] {
  return [...Array(rows).keys()]
    .filter((j) => j !== i)
    .sort(
      (p, q) =>
        distance(row(points, i, columns), row(points, p, columns)) -
        distance(row(points, i, columns), row(points, q, columns)),
    )
    .slice(0, k);
}

/** The partner and lambda that explain a mixed row, or undefined. */
function explain(x: Float32Array, mixed: number[], i: number, candidates: number[]) {
  const own = row(x, i);
  for (const j of candidates) {
    const other = row(x, j);
    const lambda = 1 - distance(mixed, own) / distance(other, own);
    const onSegment = own.map((v, c) => lambda * v + (1 - lambda) * other[c]);
    if (lambda > -1e-6 && distance(onSegment, mixed) < 1e-5) return { partner: j, lambda };
  }
  return undefined;
}

function explainAll(x: Float32Array, mixed: Float32Array, rows: number, k: number) {
  return Array.from({ length: rows }, (_, i) => {
    const found = explain(x, row(mixed, i), i, nearest(x, rows, i, k, COLUMNS));
    expect(found, `row ${i} lies between itself and one of its ${k} nearest`).toBeDefined();
    return found as { partner: number; lambda: number };
  });
}

describe('neighbourMixup', () => {
  it('moves each row towards one of its nearest rows, at most half of the way', async () => {
    const { x, mixed } = await mix(OPTIONS, { rows: 40 }, 25);
    const lambdas: number[] = [];
    const partners = new Set<number>();
    for (const batch of mixed) {
      const explained = explainAll(x, batch, 40, 5);
      lambdas.push(...explained.map((e) => e.lambda));
      partners.add(explained[0].partner);
    }
    expect(Math.min(...lambdas)).toBeGreaterThanOrEqual(0.5 - 1e-5);
    expect(Math.max(...lambdas)).toBeLessThanOrEqual(1 + 1e-5);
    // All five neighbours of a row get their turn.
    expect(partners.size).toBe(5);
    // max(u, 1 - u) for u ~ Beta(0.4, 0.4) has mean 0.840 (by two million SciPy draws).
    const mean = lambdas.reduce((sum, l) => sum + l, 0) / lambdas.length;
    expect(mean).toBeGreaterThan(0.82);
    expect(mean).toBeLessThan(0.86);
  });

  it('draws a lambda for each row, or one for the batch', async () => {
    const each = await mix(OPTIONS, { rows: 20 });
    const ofRows = explainAll(each.x, each.mixed[0], 20, 5).map((e) => e.lambda);
    expect(new Set(ofRows.map((l) => l.toFixed(3))).size).toBeGreaterThan(10);

    const one = await mix({ ...OPTIONS, lambdaPer: 'batch', alpha: 2 }, { rows: 20 }, 3);
    const ofBatches = one.mixed.map((batch) => {
      const lambdas = explainAll(one.x, batch, 20, 5).map((e) => e.lambda);
      expect(Math.max(...lambdas) - Math.min(...lambdas)).toBeLessThan(1e-4);
      return lambdas[0].toFixed(4);
    });
    expect(new Set(ofBatches).size).toBe(3);
  });

  it('mixes with the nearest row alone for one neighbour', async () => {
    const { x, mixed } = await mix({ ...OPTIONS, neighbours: 1 }, { rows: 15 }, 5);
    for (const batch of mixed) explainAll(x, batch, 15, 1);
  });

  it.each([2, 3, 4])('takes what neighbours there are in a batch of %i rows', async (rows) => {
    const { x, mixed } = await mix(OPTIONS, { rows, maximumRows: 64 }, 20);
    const partners = new Set(mixed.flatMap((batch) => explainAll(x, batch, rows, rows - 1)[0].partner));
    expect(partners.size).toBe(rows - 1);
  });

  it('looks for neighbours in the space it is given', async () => {
    const rows = 12;
    const space = normals(new RandomStream(5, 'space'), rows * 2);
    const { x, mixed } = await mix({ ...OPTIONS, neighbours: 2 }, { rows, space }, 5);
    for (const batch of mixed) {
      for (let i = 0; i < rows; i++) {
        expect(explain(x, row(batch, i), i, nearest(space, rows, i, 2, 2)), `row ${i}`).toBeDefined();
      }
    }
  });

  it('repeats itself for a seed and differs between seeds', async () => {
    const first = await mix(OPTIONS, { rows: 10, seed: 1 }, 3);
    const again = await mix(OPTIONS, { rows: 10, seed: 1 }, 3);
    const other = await mix(OPTIONS, { rows: 10, seed: 2 }, 3);
    expect(again.mixed).toEqual(first.mixed);
    expect(other.mixed).not.toEqual(first.mixed);
    expect(first.mixed[1]).not.toEqual(first.mixed[0]);
  });
});
