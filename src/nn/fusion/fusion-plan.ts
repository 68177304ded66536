/** How a sequence of layers is fused: runs that become one matrix, with the gate before and the activation after. */
import type { LeakyReluLayer } from '../layers/activation.js';
import { type SequentialLayer, sequential } from '../layers/composition.js';
import type { Layer } from '../layers/layer.js';
import type { QuantumEntanglementLayer } from '../layers/quantum-entanglement.js';

export interface AffineStage {
  /** Consecutive affine layers. */
  readonly run: SequentialLayer;
  readonly gate?: QuantumEntanglementLayer;
  readonly activation?: LeakyReluLayer;
}

/** A single layer, or a fused run. */
export type Stage = { readonly layer: Layer } | AffineStage;

const isGate = (layer: Layer | undefined): layer is QuantumEntanglementLayer =>
  layer !== undefined && 'thetaName' in layer;
const isLeakyRelu = (layer: Layer | undefined): layer is LeakyReluLayer =>
  layer !== undefined && 'slope' in layer;

export function fusionPlan({ layers }: SequentialLayer): Stage[] {
  const stages: Stage[] = [];
  let i = 0;
  while (i < layers.length) {
    const first = layers[i];
    const gate = isGate(first) && layers[i + 1]?.fuse ? first : undefined;
    const start = gate ? i + 1 : i;
    let end = start;
    while (layers[end]?.fuse) end++;
    if (end === start) {
      stages.push({ layer: first });
      i++;
      continue;
    }
    const run = sequential(layers.slice(start, end));
    const next = layers[end];
    const activation = isLeakyRelu(next) ? next : undefined;
    i = activation ? end + 1 : end;
    stages.push({ run, gate, activation });
  }
  return stages;
}
