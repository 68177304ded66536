/** QCL-MixNet: see `qclMixNetDefinition`; folded, each run of affine layers is one (`fusedLayers`). */
import { CIRCUIT, circuitShape } from '../../../classifiers/qcl-mixnet/network.js';
import type { ResolvedQclMixNetOptions } from '../../../classifiers/qcl-mixnet/options.js';
import { InputError } from '../../../errors.js';
import type { Value } from '../../graph/graph.js';
import type { Layers, Network } from './layers.js';

export function qclMixNetLogits(layers: Layers, given: Value, network: Network): Value {
  const options = network.options as ResolvedQclMixNetOptions;
  const x = layers.has(`${CIRCUIT}.weights`) ? withCircuit(layers, given, options) : given;
  const gate = (name: string, value: Value) =>
    layers.has(`${name}.theta`) ? layers.entanglement(name, value) : value;
  const first = gate('qe1', x);
  // A circuit is the first stage of the folded network, a gate a part of that.
  const stages = [0, 1, 2, 3].map((i) => `folded${i}`).filter((name) => layers.has(`${name}.weight`));
  if (stages.length > 0) {
    const hidden = layers.leakyRelu(layers.linear(stages[0], first));
    const representation = layers.leakyRelu(layers.linear(stages[1], gate('qe2', hidden)));
    return layers.linear(stages[2], representation);
  }
  const attended = layers.has('attn.v_proj.weight')
    ? layers.graph.add(first, layers.linear('attn.out_proj', layers.linear('attn.v_proj', first)))
    : first;
  const hidden = layers.leakyRelu(layers.batchNorm('bn1', layers.linear('fc1', attended)));
  const second = layers.batchNorm('bn2', layers.linear('fc2', gate('qe2', hidden)));
  return layers.linear('fc3', layers.leakyRelu(second));
}

function withCircuit(layers: Layers, x: Value, options: ResolvedQclMixNetOptions): Value {
  if (options.shots > 0) {
    throw new InputError(
      `the model measures its circuit in ${options.shots} random shots, which ONNX cannot express: train with --set shots=0`,
    );
  }
  return layers.circuitFeatures(CIRCUIT, circuitShape(options), x);
}
