/** QCL-MixNet: see `qclMixNetDefinition`; folded, each run of affine layers is one (`fusedLayers`). */
import type { Value } from '../../graph/graph.js';
import type { Layers } from './layers.js';

export function qclMixNetLogits(layers: Layers, x: Value): Value {
  const gate = (name: string, value: Value) =>
    layers.has(`${name}.theta`) ? layers.entanglement(name, value) : value;
  const first = gate('qe1', x);
  if (layers.has('folded0.weight')) {
    const hidden = layers.leakyRelu(layers.linear('folded0', first));
    const representation = layers.leakyRelu(layers.linear('folded1', gate('qe2', hidden)));
    return layers.linear('folded2', representation);
  }
  const attended = layers.has('attn.v_proj.weight')
    ? layers.graph.add(first, layers.linear('attn.out_proj', layers.linear('attn.v_proj', first)))
    : first;
  const hidden = layers.leakyRelu(layers.batchNorm('bn1', layers.linear('fc1', attended)));
  const second = layers.batchNorm('bn2', layers.linear('fc2', gate('qe2', hidden)));
  return layers.linear('fc3', layers.leakyRelu(second));
}
