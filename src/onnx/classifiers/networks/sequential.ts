/** Networks that are one sequence of layers; see `classifiers/networks/sequential`. */

import type { Value } from '../../graph/graph.js';
import { int } from '../../protobuf/attribute.js';
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

/** Positions of a window; half of the others are padding. */
const KERNEL = 3;

export function cnnLogits(layers: Layers, x: Value, { options, columns }: Network): Value {
  const { graph } = layers;
  const filters = options.filters as readonly number[];
  const integers = (...values: number[]) => graph.integers(values);
  // rows x positions x channels
  let value = graph.node('Unsqueeze', [x, integers(2)]);
  for (const i of filters.keys()) {
    const padded = graph.node('Pad', [value, integers(0, 1, 0, 0, 1, 0)]);
    const windows = Array.from({ length: KERNEL }, (_, k) =>
      graph.node('Slice', [padded, integers(k), integers(k + columns), integers(1)]),
    );
    const beside = graph.node('Concat', windows, { axis: int(2) });
    value = layers.relu(layers.linear(`conv${i + 1}`, beside));
  }
  const width = columns * filters[filters.length - 1];
  return layers.linear('out', graph.node('Reshape', [value, integers(-1, width)]));
}
