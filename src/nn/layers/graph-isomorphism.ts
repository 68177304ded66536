/**
 * The layer of graph isomorphism networks (Xu et al. 2019, Eq. 4.1): y = inner((1 + epsilon) x + sum of the
 * neighbours), with a trainable epsilon that starts at 0, as torch_geometric's GINConv with train_eps.
 */
import type { GraphLayer } from '../graphs/neighbourhood.js';
import { aggregate } from '../operations/aggregate.js';
import { constant } from './initializers.js';
import type { Layer } from './layer.js';

export function graphIsomorphism(name: string, inner: Layer): GraphLayer {
  return {
    record(program, x, neighbourhood) {
      const { engine } = program;
      const epsilon = program.parameter(`${name}.eps`, [1], constant(0));
      const weights = { self: () => 1 + engine.floats(epsilon.value, 1)[0], neighbour: () => 1 };
      const sum = aggregate(program, x, neighbourhood, weights, true);
      program.record({
        backward: () => {
          const add = epsilon.claimGradient();
          return () => {
            const total = engine.kernels.dot(program.rows * x.columns, sum.gradient, x.value);
            const to = engine.floats(epsilon.gradient, 1);
            to[0] = add ? to[0] + total : total;
          };
        },
      });
      return inner.record(program, sum);
    },
  };
}
