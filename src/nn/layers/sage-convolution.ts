/**
 * GraphSAGE with the mean aggregator (Hamilton et al. 2017): y = W1 x + W2 mean(neighbours) + b, as torch_geometric's
 * SAGEConv with its initial values (uniform within 1 / sqrt(inputs)). W1 and W2 are concatenated in one weight of
 * outputs x 2 inputs.
 */
import type { GraphLayer } from '../graphs/neighbourhood.js';
import { aggregate } from '../operations/aggregate.js';
import { concatColumns } from '../operations/columns.js';
import { linearUniform } from './initializers.js';
import { linear } from './linear.js';

export function sageConvolution(name: string, outputs: number): GraphLayer {
  return {
    record(program, x, neighbourhood) {
      const mean = aggregate(program, x, neighbourhood, {
        self: () => 0,
        neighbour: () => 1 / neighbourhood.count,
      });
      const values = linearUniform(x.columns);
      const both = concatColumns(program, [x, mean]);
      return linear(name, outputs, { weight: values, bias: values }).record(program, both);
    },
  };
}
