/** Networks that are one sequence of layers; see `classifiers/networks/sequential`. */
import { ints } from '../../protobuf/attribute.js';
import type { Value } from '../../graph/graph.js';
import type { Layers, Network } from './layers.js';

export function mlpLogits(layers: Layers, x: Value, { options }: Network): Value {
  const sizes = options.hiddenSizes as readonly number[];
  const hidden = sizes.reduce(
    (value, _, i) => layers.relu(layers.batchNorm(`bn${i + 1}`, layers.linear(`fc${i + 1}`, value))),
    x,
  );
  return layers.linear('out', hidden);
}

export function resNetLogits(layers: Layers, x: Value, { options }: Network): Value {
  let value = layers.linear('in', x);
  for (let block = 1; block <= (options.blocks as number); block++) {
    const name = `block${block}`;
    const inner = layers.linear(`${name}.fc1`, layers.batchNorm(`${name}.bn`, value));
    value = layers.graph.add(value, layers.linear(`${name}.fc2`, layers.relu(inner)));
  }
  return layers.linear('out', layers.relu(layers.batchNorm('bn', value)));
}

/** Positions of convolutions. */
const KERNEL = 3;

export function cnnLogits(layers: Layers, x: Value, { options, columns }: Network): Value {
  const { graph } = layers;
  const filters = options.filters as readonly number[];
  // ONNX has rows x channels x positions; a row here has the channels of a position one after the other.
  let value = graph.node('Unsqueeze', [x, graph.integers([1])]);
  filters.forEach((count, i) => {
    const name = `conv${i + 1}`;
    const channels = filters[i - 1] ?? 1;
    const weight = layers.array(`${name}.weight`);
    const transposed = Float32Array.from({ length: weight.length }, (_, at) => {
      const position = at % KERNEL;
      const channel = Math.floor(at / KERNEL) % channels;
      const filter = Math.floor(at / (KERNEL * channels));
      return weight[(filter * KERNEL + position) * channels + channel];
    });
    const convolved = graph.node(
      'Conv',
      [value, graph.floats(transposed, [count, channels, KERNEL]), graph.floats(layers.array(`${name}.bias`))],
      { kernel_shape: ints([KERNEL]), pads: ints([1, 1]) },
    );
    value = layers.relu(convolved);
  });
  const byPosition = graph.node('Transpose', [value], { perm: ints([0, 2, 1]) });
  const width = columns * filters[filters.length - 1];
  return layers.linear('out', graph.node('Reshape', [byPosition, graph.integers([-1, width])]));
}
