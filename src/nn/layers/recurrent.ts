/**
 * A recurrent layer over the steps of a sequence, for any unit (GRU, LSTM). A row of the input holds the steps one
 * after the other. The output is the state after the last step processed, torch.nn's h_n. Initial values as in
 * PyTorch: uniform within 1 / sqrt(hidden).
 */
import type { Program, Tensor } from '../../engine/program.js';
import { concatColumns } from '../operations/columns.js';
import type { Layer } from './layer.js';
import { RecurrentDirection } from './recurrent-direction.js';
import type { RecurrentUnit } from './recurrent-unit.js';

export interface RecurrentOptions {
  /** Features of a step; default: the whole row is one step. */
  readonly features?: number;
  /** `both`: the last states of both directions, concatenated. Default `forward`. */
  readonly direction?: 'forward' | 'reverse' | 'both';
}

export function recurrent(
  name: string,
  unit: RecurrentUnit,
  hidden: number,
  { features, direction = 'forward' }: RecurrentOptions = {},
): Layer {
  const recordDirection = (program: Program, x: Tensor, reverse: boolean) => {
    const options = { name, unit, hidden, features: features ?? x.columns, reverse };
    const pass = new RecurrentDirection(program, x, options);
    program.record({ forward: () => pass.forward(), backward: () => pass.backward() });
    return pass.output;
  };
  return {
    width: () => (direction === 'both' ? 2 * hidden : hidden),
    record(program, x) {
      if (direction !== 'both') return recordDirection(program, x, direction === 'reverse');
      return concatColumns(program, [recordDirection(program, x, false), recordDirection(program, x, true)]);
    },
  };
}
