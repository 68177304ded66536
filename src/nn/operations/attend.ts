/** The parts of graph attention: a score for each row and head, and the weighted sum over the neighbours. */
import type { Parameter } from '../../engine/parameter-store.js';
import type { Program, Tensor } from '../../engine/program.js';
import type { Neighbourhood } from '../graphs/neighbourhood.js';

/** scores[i, h] = a_h . x_i,h for a (heads x width) and x of heads * width columns. */
export function headScores(program: Program, x: Tensor, a: Parameter): Tensor {
  const { kernels } = program.engine;
  const [heads, width] = a.shape;
  const scores = program.tensor(heads, true);
  program.record({
    forward: () => () => kernels.headScores(program.rows, heads, width, x.value, a.value, scores.value),
    backward: () => {
      const addA = a.claimGradient();
      const addX = x.claimGradient();
      return () =>
        kernels.headScoresBackward(
          program.rows,
          heads,
          width,
          x.value,
          a.value,
          scores.gradient,
          x.gradient,
          a.gradient,
          addX,
          addA,
        );
    },
  });
  return scores;
}

/**
 * y_i,h = sum over j of the row itself and its neighbours of a_ij x_j,h, where a_ij is the softmax over these j of
 * leakyRelu(to[i, h] + from[j, h]). x, `from` and `to` have gradients.
 */
export function attend(
  program: Program,
  x: Tensor,
  { from, to, slope }: { from: Tensor; to: Tensor; slope: number },
  neighbourhood: Neighbourhood,
): Tensor {
  const { engine } = program;
  const { kernels } = engine;
  const heads = from.columns;
  const width = x.columns / heads;
  const { indices, maximumCount } = neighbourhood;
  const [sources, sourcesFrom] = [x, from].map((tensor) => neighbourhood.sources(tensor));
  const shares = engine.allocateFloats(program.maximumRows * heads * (maximumCount + 1));
  const y = program.tensor(x.columns, true);
  program.record({
    forward: () => () =>
      kernels.attendRows(
        program.rows,
        heads,
        width,
        neighbourhood.count,
        slope,
        x.value,
        from.value,
        to.value,
        sources.value,
        sourcesFrom.value,
        indices,
        shares,
        y.value,
      ),
    backward: () => {
      if (sources !== x) throw new Error('gradients need a graph of rows among themselves');
      const scratch = engine.allocateFloats((maximumCount + 1) * heads);
      const [addX, addFrom, addTo] = [x, from, to].map((tensor) => tensor.claimGradient());
      return () =>
        kernels.attendRowsBackward(
          program.rows,
          heads,
          width,
          neighbourhood.count,
          slope,
          x.value,
          from.value,
          to.value,
          indices,
          shares,
          y.gradient,
          scratch,
          x.gradient,
          from.gradient,
          to.gradient,
          addX,
          addFrom,
          addTo,
        );
    },
  });
  return y;
}
