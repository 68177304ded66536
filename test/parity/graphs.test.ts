/** Graph layers against dense matrix formulas in PyTorch. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { batchNeighbourhood } from '../../src/nn/graphs/batch-neighbourhood.js';
import { type GraphLayer, graphSequence } from '../../src/nn/graphs/neighbourhood.js';
import { onKeptRows } from '../../src/nn/graphs/on-kept-rows.js';
import { relu } from '../../src/nn/layers/activation.js';
import { graphAttention } from '../../src/nn/layers/graph-attention.js';
import { graphConvolution } from '../../src/nn/layers/graph-convolution.js';
import { graphIsomorphism } from '../../src/nn/layers/graph-isomorphism.js';
import { linear } from '../../src/nn/layers/linear.js';
import { sageConvolution } from '../../src/nn/layers/sage-convolution.js';
import { type Bench, bench, builds, expectClose, flat } from './agreement.js';

interface BatchCase {
  layer: string;
  k: number;
  x: number[][];
  A: number[][];
  params: Record<string, unknown>;
  y: number[][];
  grad_y: number[][];
  grad_x: number[][];
  grads: Record<string, unknown>;
}

interface KeptCase {
  layer: string;
  k: number;
  kept: number[][];
  x: number[][];
  first: Record<string, unknown>;
  second: Record<string, unknown>;
  y: number[][];
}

const fixture = new URL('./fixtures/graphs.json', import.meta.url);
const golden: { batch: BatchCase[]; kept: KeptCase[] } = JSON.parse(readFileSync(fixture, 'utf8'));
const WIDTH = 6;

function layerOf(kind: string, name: string): GraphLayer {
  if (kind === 'gcn') return graphConvolution(name, WIDTH);
  if (kind === 'graphsage') return sageConvolution(name, WIDTH);
  if (kind === 'gat') return graphAttention(name, WIDTH, { heads: 3 });
  return graphIsomorphism(name, linear(`${name}.nn`, WIDTH));
}

/** Fills the parameters of the layer `name`, all of them. */
function fill({ store, write }: Bench, name: string, params: Record<string, unknown>): void {
  const mine = [...store.parameters()].filter((p) => p.name.startsWith(`${name}.`));
  expect(mine.map((p) => p.name).sort()).toEqual(
    Object.keys(params)
      .map((key) => `${name}.${key}`)
      .sort(),
  );
  for (const p of mine) write(p.value, params[p.name.slice(name.length + 1)]);
}

describe.each(builds)('graph layers, %s', (build) => {
  it.each(golden.batch.map((g) => [g.layer, g.x.length, g] as const))(
    '%s over the graph of a batch of %i rows',
    async (kind, rows, g) => {
      const b = await bench(build, rows);
      const x = b.input(g.x, 5);
      const graph = batchNeighbourhood(b.program, x, g.k);
      const y = layerOf(kind, 'conv').record(b.program, x, graph);
      b.program.compile();
      fill(b, 'conv', g.params);
      b.program.forward();
      const found = [...b.engine.ints(graph.indices, rows * graph.count)];
      g.A.forEach((row, i) => {
        const neighbours = row.flatMap((edge, j) => (edge === 1 ? [j] : []));
        const mine = found.slice(i * graph.count, (i + 1) * graph.count);
        expect(mine.sort((p, q) => p - q)).toEqual(neighbours);
      });
      expectClose(b.read(y.value, rows * WIDTH), g.y, build, 'y');
      b.write(y.gradient, g.grad_y);
      b.program.backward();
      expectClose(b.read(x.gradient, rows * 5), g.grad_x, build, 'grad_x');
      for (const p of b.store.parameters()) {
        expectClose(b.read(p.gradient, p.size), g.grads[p.name.slice('conv.'.length)], build, p.name, 10);
      }
    },
  );

  it.each(golden.kept.map((g) => [g.layer, g.kept.length, g] as const))(
    '%s for rows beside %i kept rows',
    async (kind, rows, g) => {
      const b = await bench(build, 3, 'inference');
      const x = b.input(g.x, 5);
      const layers = graphSequence([layerOf(kind, 'first'), relu(), layerOf(kind, 'second')]);
      const kept = { data: Float32Array.from(flat(g.kept)), rows, columns: 5 };
      const y = onKeptRows(layers, WIDTH, kept, g.k).record(b.program, x);
      b.program.compile();
      fill(b, 'first', g.first);
      fill(b, 'second', g.second);
      for (const prepare of b.program.preparations) await prepare();
      b.program.refresh();
      for (const { find } of b.program.lookups) find();
      b.program.forward();
      expectClose(b.read(y.value, 3 * WIDTH), g.y, build, 'y', 10);
    },
  );
});
