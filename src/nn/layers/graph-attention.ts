/**
 * Graph attention (Velickovic et al. 2018, Eq. 1-5): h = x W^T is split into heads, and y_i = sum over j of the row
 * and its neighbours of a_ij h_j with a_ij = softmax over j of leakyRelu(a_to . h_i + a_from . h_j), for each head;
 * heads are concatenated. As torch_geometric's GATConv without bias, with its initial values (Xavier uniform).
 */
import type { GraphLayer } from '../graphs/neighbourhood.js';
import { attend, headScores } from '../operations/attend.js';
import { xavierUniform } from './initializers.js';
import { linear } from './linear.js';

export interface GraphAttentionOptions {
  /** A divisor of the outputs. */
  readonly heads: number;
  /** Slope of the leaky ReLU on the scores; default 0.2. */
  readonly slope?: number;
}

export function graphAttention(
  name: string,
  outputs: number,
  { heads, slope = 0.2 }: GraphAttentionOptions,
): GraphLayer {
  const width = outputs / heads;
  return {
    record(program, x, neighbourhood) {
      const h = linear(name, outputs, { weight: xavierUniform(x.columns, outputs), bias: false }).record(
        program,
        x,
      );
      const [from, to] = ['from', 'to'].map((side) => {
        const vectors = program.parameter(`${name}.att_${side}`, [heads, width], xavierUniform(heads, width));
        return headScores(program, h, vectors);
      });
      return attend(program, h, { from, to, slope }, neighbourhood);
    },
  };
}
