/** GRU and LSTM in one direction or both: the last state, then a linear layer. */
import { int, ints, text } from '../../protobuf/attribute.js';
import type { Value } from '../../graph/graph.js';
import type { Layers, Network } from './layers.js';

/** The gates in the order of ONNX, as their places in the order of torch. */
const GATES = {
  // r, z, n to z, r, n.
  GRU: [1, 0, 2],
  // i, f, g, o to i, o, f, g.
  LSTM: [0, 3, 1, 2],
};

export function recurrentLogits(layers: Layers, x: Value, { name, options, columns }: Network): Value {
  const { graph } = layers;
  const op = name.endsWith('gru') ? 'GRU' : 'LSTM';
  const isBoth = name.startsWith('bi');
  const hidden = options.hiddenSize as number;
  const features = options.sequence === 'row' ? columns : 1;
  const steps = columns / features;
  const directions = isBoth ? ['', '_reverse'] : [''];
  const gates = GATES[op];

  /** The blocks of an array of each direction in the order of ONNX; zeros for an array that has no effect. */
  const blocks = (array: string, width: number) =>
    directions.flatMap((direction) => {
      const of = `rnn.${array}_l0${direction}`;
      const size = hidden * width;
      const values = layers.has(of) ? layers.array(of) : new Float32Array(gates.length * size);
      return gates.flatMap((gate) => Array.from(values.subarray(gate * size, (gate + 1) * size)));
    });
  const count = directions.length;
  const width = gates.length * hidden;
  const [input, state] = [blocks('bias_ih', 1), blocks('bias_hh', 1)];
  const biases = directions.flatMap((_, d) => [
    ...input.slice(d * width, (d + 1) * width),
    ...state.slice(d * width, (d + 1) * width),
  ]);
  const sequence = graph.node('Transpose', [
    graph.node('Reshape', [x, graph.integers([-1, steps, features])]),
  ], { perm: ints([1, 0, 2]) });
  const [, last] = graph.nodes(
    op,
    [
      sequence,
      graph.floats(blocks('weight_ih', features), [count, width, features]),
      graph.floats(blocks('weight_hh', hidden), [count, width, hidden]),
      graph.floats(biases, [count, 2 * width]),
    ],
    2,
    {
      hidden_size: int(hidden),
      direction: text(isBoth ? 'bidirectional' : 'forward'),
      ...(op === 'GRU' && { linear_before_reset: int(1) }),
    },
  );
  // directions x rows x hidden
  const byRow = graph.node('Transpose', [last], { perm: ints([1, 0, 2]) });
  return layers.linear('out', graph.node('Reshape', [byRow, graph.integers([-1, count * hidden])]));
}
