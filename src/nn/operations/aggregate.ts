/** Weighted sums over a row and its neighbours, the first step of most graph layers. */
import type { Program, Tensor } from '../../engine/program.js';
import type { Neighbourhood } from '../graphs/neighbourhood.js';

/** The weights of the current step. */
export interface AggregateWeights {
  /** Weight of the row itself. */
  self(): number;
  /** Weight of each neighbour. */
  neighbour(): number;
}

/**
 * y_i = self * x_i + neighbour * (sum over the neighbours j of x_j).
 *
 * @param gradient whether y gets a gradient even if nothing before it has parameters; default no
 */
export function aggregate(
  program: Program,
  x: Tensor,
  neighbourhood: Neighbourhood,
  weights: AggregateWeights,
  gradient = false,
): Tensor {
  const { kernels } = program.engine;
  const { columns } = x;
  const { indices } = neighbourhood;
  const sources = neighbourhood.sources(x);
  const y = program.tensor(columns, gradient || x.gradient !== 0);
  program.record({
    forward: () => () =>
      kernels.aggregateRows(
        program.rows,
        columns,
        neighbourhood.count,
        weights.self(),
        x.value,
        weights.neighbour(),
        sources.value,
        indices,
        y.value,
      ),
    backward: () => {
      if (x.gradient === 0) return () => {};
      if (sources !== x) throw new Error('gradients need a graph of rows among themselves');
      const add = x.claimGradient();
      return () =>
        kernels.aggregateRowsBackward(
          program.rows,
          columns,
          neighbourhood.count,
          weights.self(),
          weights.neighbour(),
          indices,
          y.gradient,
          x.gradient,
          add,
        );
    },
  });
  return y;
}
