/**
 * The graph convolution of Kipf & Welling (2017): y = D^-1/2 (A + I) D^-1/2 x W^T + b, with D the row sums of A + I.
 * As edges run from neighbour to row and every row has the same number of them, D is c + 1 for rows with c
 * neighbours, and the layer averages a row with its neighbours before the linear map. (torch_geometric's GCNConv on a
 * k-nearest-neighbour graph does the same.) Initial values as in GCNConv: Xavier uniform W, zero b.
 */
import type { GraphLayer } from '../graphs/neighbourhood.js';
import { aggregate } from '../operations/aggregate.js';
import { constant, xavierUniform } from './initializers.js';
import { linear } from './linear.js';

export function graphConvolution(name: string, outputs: number): GraphLayer {
  return {
    record(program, x, neighbourhood) {
      const mean = aggregate(program, x, neighbourhood, {
        self: () => 1 / (neighbourhood.count + 1),
        neighbour: () => 1 / Math.sqrt((neighbourhood.count + 1) * (neighbourhood.sourceCount + 1)),
      });
      const weight = xavierUniform(x.columns, outputs);
      return linear(name, outputs, { weight, bias: constant(0) }).record(program, mean);
    },
  };
}
