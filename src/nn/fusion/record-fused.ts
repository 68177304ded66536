/**
 * Records a sequence of layers for inference with affine layers fused into one matrix between two non-linear layers.
 * A quantum-entanglement gate scales a whole row, so it commutes with the matrix after it: y = s (M diag(cos) x) + c
 * with s = sigmoid(x . (cos sin)).
 */
import { packedProduct } from '../../engine/matrix-product.js';
import type { Program, Tensor } from '../../engine/program.js';
import type { SequentialLayer } from '../layers/composition.js';
import { constant } from '../layers/initializers.js';
import type { Layer } from '../layers/layer.js';
import type { QuantumEntanglementLayer } from '../layers/quantum-entanglement.js';
import { AffineFuser, type AffineMap } from './affine-fuser.js';
import { fusionPlan } from './fusion-plan.js';

export interface FusedLayers {
  readonly output: Tensor;
  /** The input of the last stage: the hidden representation, or `x` if there is only one stage. */
  readonly representation: Tensor;
}

/** Appends the fused layers to an inference program. */
export function recordFused(program: Program, layers: SequentialLayer, x: Tensor): FusedLayers {
  let representation = x;
  const output = fusionPlan(layers).reduce((value, stage) => {
    representation = value;
    if ('layer' in stage) return stage.layer.record(program, value);
    const { run, gate, activation } = stage;
    const slope = activation?.slope ?? 1;
    return gate ? recordGated(program, value, run, gate, slope) : recordAffine(program, value, run, slope);
  }, x);
  return { output, representation };
}

/** The matrix of a run of affine layers over `columns` columns, and the steps that compute it. */
export function fuseRun(
  program: Program,
  run: Layer,
  columns: number,
): { map: AffineMap; fuser: AffineFuser } {
  const fuser = new AffineFuser(program);
  const map = run.fuse?.(fuser, fuser.identity(run.width(columns)), columns);
  if (!map) throw new Error('a run of affine layers must fuse');
  return { map, fuser };
}

function recordAffine(program: Program, x: Tensor, run: Layer, slope: number): Tensor {
  const { engine } = program;
  const { kernels } = engine;
  const { map, fuser } = fuseRun(program, run, x.columns);
  const { outputs, columns } = map;
  const product = packedProduct(engine, { transposeB: true, n: outputs, k: columns });
  const y = program.tensor(outputs, false);
  program.record({
    refresh: () => () => {
      for (const step of fuser.steps) step();
      product.pack(map.matrix);
    },
    forward: () => () => {
      const { rows } = program;
      product.multiply(rows, x.value, y.value, map.bias);
      if (slope !== 1) kernels.leakyRelu(rows * outputs, slope, y.value, y.value);
    },
  });
  return y;
}

function recordGated(
  program: Program,
  x: Tensor,
  run: Layer,
  gate: QuantumEntanglementLayer,
  slope: number,
): Tensor {
  const { engine, store } = program;
  const { kernels } = engine;
  const { map, fuser } = fuseRun(program, run, x.columns);
  const { outputs, columns } = map;
  const theta = store.parameter(gate.thetaName, [columns], constant(0));
  const cosine = engine.allocateFloats(columns);
  const sine = engine.allocateFloats(columns);
  const direction = engine.allocateFloats(columns);
  const scaled = engine.allocateFloats(outputs * columns);
  const product = packedProduct(engine, { transposeB: true, n: outputs, k: columns });
  const y = program.tensor(outputs, false);
  program.record({
    refresh: () => () => {
      for (const step of fuser.steps) step();
      kernels.cosineSine(columns, theta.value, cosine, sine);
      kernels.multiply(columns, cosine, sine, direction, false);
      const rowBytes = columns * engine.bytesPerFloat;
      for (let r = 0; r < outputs; r++) {
        kernels.multiply(columns, map.matrix + r * rowBytes, cosine, scaled + r * rowBytes, false);
      }
      product.pack(scaled);
    },
    forward: () => () => {
      const { rows } = program;
      product.multiply(rows, x.value, y.value);
      kernels.gateBiasLeakyRelu(rows, columns, outputs, x.value, direction, y.value, map.bias, slope);
    },
  });
  return y;
}
