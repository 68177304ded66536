/**
 * Gated recurrent units (Cho et al. 2014) as torch.nn.GRU defines them, gates in the order r, z, n:
 *
 *   r = sigmoid(W_ir x + b_ir + W_hr h + b_hr)      z = sigmoid(W_iz x + b_iz + W_hz h + b_hz)
 *   n = tanh(W_in x + b_in + r (W_hn h + b_hn))     h' = (1 - z) n + z h
 */
import type { Layer } from './layer.js';
import { type RecurrentOptions, recurrent } from './recurrent.js';
import type { RecurrentUnit } from './recurrent-unit.js';

/** The last state of `hidden` columns (twice as many for both directions); see `recurrent`. */
export function gru(name: string, hidden: number, options?: RecurrentOptions): Layer {
  return recurrent(name, unit, hidden, options);
}

const unit: RecurrentUnit = {
  gates: 3,
  gatesWithoutState: [[0, 3]],
  keepsRecurrent: true,
  record(program, hidden) {
    const { kernels } = program.engine;
    return {
      forward({ gates, recurrent, ldRecurrent, previous, state }) {
        kernels.gruStep(program.rows, hidden, gates, recurrent, ldRecurrent, previous, state);
      },
      backward({ gates, recurrent, ldRecurrent, previous }, gradState, gradRecurrent, gradPrevious) {
        kernels.gruStepBackward(
          program.rows,
          hidden,
          gates,
          recurrent,
          ldRecurrent,
          previous,
          gradState,
          gates,
          gradRecurrent,
          gradPrevious,
        );
        return true;
      },
    };
  },
};
