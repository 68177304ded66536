/**
 * Self-attention over a sequence of length 1 with its residual (paper Eq. 4-6). The softmax over a single key is
 * exactly 1, so attention is out_proj(v_proj(x)); query and key weights have zero gradient and are omitted. Initial
 * values as torch.nn.MultiheadAttention: Xavier uniform over the stacked 3D x D projection, zero biases.
 */
import { residual, sequential } from './composition.js';
import { constant, xavierUniform } from './initializers.js';
import type { Layer } from './layer.js';
import { linear } from './linear.js';

export function lengthOneAttention(name: string, columns: number): Layer {
  return residual(
    sequential([
      linear(`${name}.v_proj`, columns, { weight: xavierUniform(columns, 3 * columns), bias: constant(0) }),
      linear(`${name}.out_proj`, columns, { bias: constant(0) }),
    ]),
  );
}
