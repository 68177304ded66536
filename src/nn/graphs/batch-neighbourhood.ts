/**
 * The graph of a batch: each row is connected to its k nearest other rows of the batch by Euclidean distance, as in
 * torch_cluster.knn_graph without loops; to all others if there are fewer. It is searched in every forward pass from
 * the values of x; no gradient passes through the choice.
 */
import type { Program, Tensor } from '../../engine/program.js';
import type { Neighbourhood } from './neighbourhood.js';

/** Records the search in x, which has at least two rows in every step. */
export function batchNeighbourhood(program: Program, x: Tensor, k: number): Neighbourhood {
  const { engine, maximumRows } = program;
  const { kernels } = engine;
  const n = x.columns;
  const maximumCount = Math.min(k, maximumRows - 1);
  const indices = engine.allocateInts(maximumRows * maximumCount);
  const gram = engine.allocateFloats(maximumRows * maximumRows);
  const squares = engine.allocateFloats(maximumRows);
  const scratch = engine.allocateFloats(4 * (maximumRows + 4));
  const count = () => Math.min(k, program.rows - 1);
  program.record({
    forward: () => () => {
      const { rows } = program;
      kernels.gramRows(rows, n, x.value, n, gram, rows);
      // The diagonal.
      kernels.copyBlock(rows, 1, gram, rows + 1, squares, 1, false);
      kernels.nearestCandidates(rows, rows, count(), squares, gram, rows, 0, scratch, indices);
    },
  });
  return {
    indices,
    maximumCount,
    get count() {
      return count();
    },
    get sourceCount() {
      return count();
    },
    sources: (tensor) => tensor,
  };
}
