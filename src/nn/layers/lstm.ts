/**
 * Long short-term memory (Hochreiter & Schmidhuber 1997) as torch.nn.LSTM defines it, gates in the order
 * i, f, g, o: i, f and o are sigmoids and g the tanh of W_i. x + b_i. + W_h. h + b_h.;
 *
 *   c' = f c + i g      h' = o tanh(c')
 */
import type { Layer } from './layer.js';
import { type RecurrentOptions, recurrent } from './recurrent.js';
import type { RecurrentUnit } from './recurrent-unit.js';

/** The last state h of `hidden` columns (twice as many for both directions); see `recurrent`. */
export function lstm(name: string, hidden: number, options?: RecurrentOptions): Layer {
  return recurrent(name, unit, hidden, options);
}

const unit: RecurrentUnit = {
  gates: 4,
  // Without a previous state, f has no effect.
  gatesWithoutState: [
    [0, 1],
    [2, 2],
  ],
  keepsRecurrent: false,
  record(program, hidden, steps) {
    const { engine, maximumRows, mode } = program;
    const { kernels, bytesPerFloat } = engine;
    const training = mode === 'training';
    const cells = engine.allocateFloats((training ? steps : 1) * maximumRows * hidden);
    const gradCell = training ? engine.allocateFloats(maximumRows * hidden) : 0;
    const cellAt = (index: number) =>
      training ? cells + index * program.rows * hidden * bytesPerFloat : cells;
    const before = (index: number) => (index === 0 ? 0 : cellAt(index - 1));
    return {
      forward({ index, gates, recurrent, ldRecurrent, state }) {
        const { rows } = program;
        kernels.lstmStep(rows, hidden, gates, recurrent, ldRecurrent, before(index), cellAt(index), state);
      },
      backward({ index, gates }, gradState) {
        const { rows } = program;
        if (index === steps - 1) kernels.fill(rows * hidden, 0, gradCell);
        kernels.lstmStepBackward(
          rows,
          hidden,
          gates,
          before(index),
          cellAt(index),
          gradState,
          gradCell,
          gates,
        );
        return false;
      },
    };
  },
};
