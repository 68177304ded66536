/**
 * Networks over a graph of nearest neighbours. The layers are applied to the kept rows too, which are constants: a runtime
 * computes their hidden values once, when it loads the model.
 */
import { KEPT } from '../../../classifiers/networks/network-model.js';
import type { Graph, Value } from '../../graph/graph.js';
import { nearestRows } from '../../graph/nearest-rows.js';
import { int } from '../../protobuf/attribute.js';
import { dataOf } from '../saved.js';
import type { Layers, Network } from './layers.js';

/** Hidden values of rows, and of the kept rows that their neighbours are among. */
interface Hidden {
  readonly rows: Value;
  readonly kept: Value;
}

/** The neighbours of the rows and of the kept rows: indices of kept rows. */
interface Neighbours {
  readonly rows: { readonly indices: Value; readonly count: number };
  readonly kept: { readonly indices: Value; readonly count: number };
}

type Step = (hidden: Hidden) => Hidden;

export function graphLogits(layers: Layers, x: Value, network: Network): Value {
  const { graph } = layers;
  const { name, options, columns, tensors } = network;
  const data = dataOf(tensors, KEPT);
  const kept = { data, rows: data.length / columns, columns };
  const k = options.neighbours as number;
  const [count, keptCount] = [Math.min(k, kept.rows), Math.min(k, kept.rows - 1)];
  const keptRows = graph.widened(data, [kept.rows, columns]);
  const neighbours: Neighbours = {
    rows: { indices: nearestRows(graph, x, keptRows, count), count },
    kept: { indices: graph.constant(nearestAmongThemselves(kept, keptCount)), count: keptCount },
  };
  const make = new GraphLayers(layers, neighbours);
  const start = { rows: x, kept: keptRows };
  const normalised =
    (step: Step, bn: string): Step =>
    (hidden) =>
      make.both(step(hidden), (value) => layers.relu(layers.batchNorm(bn, value)));
  const last = hiddenOf(name, options, make, normalised)(start);
  return layers.linear('out', last.rows);
}

function hiddenOf(
  name: string,
  options: Network['options'],
  make: GraphLayers,
  normalised: (step: Step, bn: string) => Step,
): Step {
  const two =
    (layer: (name: string) => Step): Step =>
    (hidden) =>
      [1, 2].reduce((value, i) => normalised(layer(`conv${i}`), `bn${i}`)(value), hidden);
  switch (name) {
    case 'gcn':
      return two((layer) => make.convolution(layer));
    case 'graphsage':
      return two((layer) => make.sage(layer));
    case 'gat':
      return two((layer) => make.attention(layer, options.heads as number));
    case 'gin':
      return (hidden) => ['conv1', 'conv2'].reduce((value, layer) => make.isomorphism(layer)(value), hidden);
    case 'jknet':
      return (hidden) => {
        const outputs: Hidden[] = [];
        for (const i of [1, 2, 3]) {
          outputs.push(normalised(make.convolution(`conv${i}`), `bn${i}`)(outputs.at(-1) ?? hidden));
        }
        return make.beside(outputs);
      };
    default:
      throw new Error(`${name} is not a graph network`);
  }
}

class GraphLayers {
  readonly #graph: Graph;

  constructor(
    private readonly layers: Layers,
    private readonly neighbours: Neighbours,
  ) {
    this.#graph = layers.graph;
  }

  both({ rows, kept }: Hidden, step: (value: Value) => Value): Hidden {
    return { rows: step(rows), kept: step(kept) };
  }

  beside(parts: readonly Hidden[]): Hidden {
    const graph = this.#graph;
    return {
      rows: graph.beside(parts.map(({ rows }) => rows)),
      kept: graph.beside(parts.map(({ kept }) => kept)),
    };
  }

  /** As `graphConvolution`. */
  convolution(name: string): Step {
    const { neighbours } = this;
    const sources = neighbours.kept.count;
    return (hidden) => {
      const mean = this.#aggregate(hidden, (count) => [
        1 / (count + 1),
        1 / Math.sqrt((count + 1) * (sources + 1)),
      ]);
      return this.both(mean, (value) => this.layers.linear(name, value));
    };
  }

  /** As `sageConvolution`. */
  sage(name: string): Step {
    return (hidden) => {
      const means = this.#aggregate(hidden, (count) => [0, 1 / count]);
      return this.both(this.beside([hidden, means]), (value) => this.layers.linear(name, value));
    };
  }

  /** As `graphIsomorphism`, with its perceptron of two layers. */
  isomorphism(name: string): Step {
    const { layers } = this;
    const epsilon = layers.array(`${name}.eps`)[0];
    const full = (part: string, value: Value) =>
      layers.relu(layers.batchNorm(`${part}.bn`, layers.linear(`${part}.fc`, value)));
    return (hidden) =>
      this.both(
        this.#aggregate(hidden, () => [1 + epsilon, 1]),
        (value) => full(`${name}.nn2`, full(`${name}.nn1`, value)),
      );
  }

  /** As `graphAttention`. */
  attention(name: string, heads: number): Step {
    const graph = this.#graph;
    const { layers, neighbours } = this;
    const width = layers.array(`${name}.att_from`).length / heads;
    return (hidden) => {
      const h = this.both(hidden, (value) =>
        graph.node('Reshape', [layers.linear(name, value), graph.integers([-1, heads, width])]),
      );
      // rows x heads
      const score = (side: string, value: Value) => {
        const vectors = graph.widened(layers.array(`${name}.att_${side}`), [1, heads, width]);
        return graph.node('ReduceSum', [graph.multiply(value, vectors), graph.integers([2])], {
          keepdims: int(0),
        });
      };
      const sourceScores = score('from', h.kept);
      const attend = (value: Value, indices: Value) => {
        const one = graph.integers([1]);
        const itself = (of: Value) => graph.node('Unsqueeze', [of, one]);
        const with1 = (own: Value, others: Value) =>
          graph.node('Concat', [itself(own), graph.node('Gather', [others, indices])], { axis: int(1) });
        // rows x (1 + neighbours) x heads
        const from = with1(score('from', value), sourceScores);
        const raw = graph.add(itself(score('to', value)), from);
        const scores = layers.leakyRelu(raw, 0.2);
        const shares = graph.node('Softmax', [scores], { axis: int(1) });
        const weighted = graph.multiply(
          with1(value, h.kept),
          graph.node('Unsqueeze', [shares, graph.integers([3])]),
        );
        const sums = graph.node('ReduceSum', [weighted, one], { keepdims: int(0) });
        return graph.node('Reshape', [sums, graph.integers([-1, heads * width])]);
      };
      return {
        rows: attend(h.rows, neighbours.rows.indices),
        kept: attend(h.kept, neighbours.kept.indices),
      };
    };
  }

  /** self x_i + neighbour (sum over the neighbours j of x_j), with weights by the number of neighbours. */
  #aggregate(
    { rows, kept }: Hidden,
    weights: (count: number) => readonly [self: number, neighbour: number],
  ): Hidden {
    const graph = this.#graph;
    const aggregate = (value: Value, { indices, count }: Neighbours['rows']) => {
      const [self, neighbour] = weights(count);
      const sums = graph.node('ReduceSum', [graph.node('Gather', [kept, indices]), graph.integers([1])], {
        keepdims: int(0),
      });
      return graph.add(
        graph.multiply(value, graph.doubles(self)),
        graph.multiply(sums, graph.doubles(neighbour)),
      );
    };
    return { rows: aggregate(rows, this.neighbours.rows), kept: aggregate(kept, this.neighbours.kept) };
  }
}

/** The indices of the k nearest others of each row, the nearest first, of equal distances the lower index. */
function nearestAmongThemselves(
  {
    data,
    rows,
    columns,
  }: { readonly data: ArrayLike<number>; readonly rows: number; readonly columns: number },
  k: number,
) {
  const values = new Float64Array(rows * k);
  const distances = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    for (let other = 0; other < rows; other++) {
      let sum = 0;
      for (let c = 0; c < columns; c++) {
        const difference = data[row * columns + c] - data[other * columns + c];
        sum += difference * difference;
      }
      distances[other] = other === row ? Number.POSITIVE_INFINITY : sum;
    }
    const nearest = values.subarray(row * k, (row + 1) * k);
    for (let other = 0, found = 0; other < rows; other++) {
      let at = found;
      while (at > 0 && distances[nearest[at - 1]] > distances[other]) at--;
      if (at === k) continue;
      nearest.copyWithin(at + 1, at, Math.min(found, k - 1));
      nearest[at] = other;
      found = Math.min(found + 1, k);
    }
  }
  return { type: 'int64', values, shape: [rows, k] } as const;
}
