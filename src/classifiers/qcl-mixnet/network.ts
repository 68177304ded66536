/**
 * The architecture of QCL-MixNet (paper 3.2, Figure 1):
 *
 *   x -> QE(D) -> attention + residual -> FC 64 -> BN -> LeakyReLU -> QE(64) -> FC 32 -> BN -> LeakyReLU = h
 *   h -> FC classes = logits;   h -> FC 16 -> BN -> ReLU -> FC 8 = embedding (Eq. 17)
 *
 * With a circuit, x is joined by the expectations of its qubits, and there are no QE:
 *
 *   (x, circuit(W x + b)) -> attention + residual -> FC 64 -> ...
 *
 * Without the embedding (`metricSpace`), the metric losses act on h or on the logits, and there is no projection head.
 *
 * One forward pass gives both. Parameters are named after the corresponding PyTorch modules.
 */
import type { Initializer } from '../../engine/parameter-store.js';
import { leakyRelu, relu } from '../../nn/layers/activation.js';
import { batchNorm } from '../../nn/layers/batch-norm.js';
import { type SequentialLayer, sequential } from '../../nn/layers/composition.js';
import { constant, standardNormal } from '../../nn/layers/initializers.js';
import type { Layer } from '../../nn/layers/layer.js';
import { lengthOneAttention } from '../../nn/layers/length-one-attention.js';
import { linear } from '../../nn/layers/linear.js';
import { circuitFeatures } from '../../nn/layers/quantum-circuit.js';
import { quantumEntanglement } from '../../nn/layers/quantum-entanglement.js';
import { hybridLoss } from '../../nn/losses/hybrid-loss.js';
import type { CircuitShape } from '../../nn/quantum/circuit-shape.js';
import type { ShotOptions } from '../../nn/quantum/shots.js';
import type { NetworkDefinition } from '../../training/network-definition.js';
import type { ResolvedQclMixNetOptions } from './options.js';

const thetaInitializers: Record<ResolvedQclMixNetOptions['thetaInitial'], Initializer> = {
  normal: standardNormal,
  uniform: (values, random) => {
    for (let i = 0; i < values.length; i++) values[i] = random.uniform();
  },
  'small-normal': (values, random) => {
    for (let i = 0; i < values.length; i++) values[i] = 0.1 * random.normal();
  },
};

/** The name of the circuit's parameters. */
export const CIRCUIT = 'circuit';

/** The quantum part that the options ask for. */
export function quantumPart({ quantum, without }: ResolvedQclMixNetOptions): 'layers' | 'circuit' | 'none' {
  return without.includes('quantum') ? 'none' : quantum;
}

/** The circuit of `quantum=circuit`. */
export function circuitShape({ qubits, circuitLayers, entangler }: ResolvedQclMixNetOptions): CircuitShape {
  return { qubits, layers: circuitLayers, entangler };
}

/** The options that weigh the terms of the loss. */
export function termWeights({ lossAlpha, intraWeight, interWeight }: ResolvedQclMixNetOptions) {
  return { alpha: lossAlpha, intraWeight, interWeight };
}

export function qclMixNetDefinition(options: ResolvedQclMixNetOptions): NetworkDefinition {
  const theta = thetaInitializers[options.thetaInitial];
  const quantum = quantumPart(options);
  const gate = (name: string) => (quantum === 'layers' ? [quantumEntanglement(name, theta)] : []);

  const trunk = (columns: number, shots?: ShotOptions): SequentialLayer => {
    const circuit =
      quantum === 'circuit' ? [circuitFeatures(CIRCUIT, { ...circuitShape(options), shots })] : [];
    const features = sequential(circuit).width(columns);
    return sequential([
      ...circuit,
      ...gate('qe1'),
      ...(options.without.includes('attention') ? [] : [lengthOneAttention('attn', features)]),
      linear('fc1', options.hiddenWidth),
      batchNorm('bn1'),
      leakyRelu(),
      ...gate('qe2'),
      linear('fc2', options.representationWidth),
      batchNorm('bn2'),
      leakyRelu(),
    ]);
  };
  const shots = options.shots === 0 ? undefined : { count: options.shots, seed: options.seed };

  const projectionHead = sequential([
    linear('proj1', options.projectionWidth),
    batchNorm('projbn'),
    relu(),
    linear('proj2', options.embeddingWidth),
  ]);

  /** From h to the space of the metric losses. */
  const metricHead = (classes: number): Layer =>
    ({ embedding: projectionHead, representation: sequential([]), logits: linear('fc3', classes) })[
      options.metricSpace
    ];

  return {
    inference: (columns, classes) => sequential([...trunk(columns, shots).layers, linear('fc3', classes)]),

    embedding: (program, x, classes) =>
      metricHead(classes).record(program, trunk(x.columns).record(program, x)),

    record(program, x, targets, classes) {
      const h = trunk(x.columns).record(program, x);
      const embedding = metricHead(classes).record(program, h);
      const logits = options.metricSpace === 'logits' ? embedding : linear('fc3', classes).record(program, h);
      return hybridLoss(program, logits, embedding, targets, {
        classes,
        ...termWeights(options),
        weights: options.lossWeights,
        focalGamma: options.focalGamma,
        intraForm: options.intraForm,
        centroids: options.centroidInitial === 'normal' ? standardNormal : constant(0),
        temperature: options.temperature,
        contrastiveReduction: options.contrastiveReduction,
        margin: options.margin,
        minerEpsilon: options.minerEpsilon,
        tripletNormalized: options.tripletEmbedding === 'normalized',
        tripletPower: options.tripletDistance === 'squared' ? 2 : 1,
        tripletReduction: options.tripletReduction,
      });
    },
  };
}
