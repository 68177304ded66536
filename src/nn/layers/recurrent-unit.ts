/** What a recurrent layer asks of its units: what they compute between the products of a step. */
import type { Program } from '../../engine/program.js';

/** Addresses of one step. Gates and states of the steps lie one behind the other while training. */
export interface RecurrentStep {
  /** rows x gates * hidden: the features' share on entry, the gates' values after it, then their gradients. */
  readonly gates: number;
  /** W_hh h + b_hh, `ldRecurrent` from row to row: 0 where it is b_hh alone. */
  readonly recurrent: number;
  readonly ldRecurrent: number;
  /** The state before, 0 for zeros. */
  readonly previous: number;
  readonly state: number;
  /** 0-based, in the order of processing. */
  readonly index: number;
}

export interface RecurrentUnit {
  /** Blocks of `hidden` rows that W_ih and W_hh have. */
  readonly gates: number;
  /** The ranges of gates that have an effect where the state before is zero: first, and how many. */
  readonly gatesWithoutState: readonly (readonly [number, number])[];
  /** Whether W_hh h + b_hh has gradients other than those of the gates, for which it must be kept. */
  readonly keepsRecurrent: boolean;
  /** Prepares `steps` steps; `training` tells whether a backward pass will follow. */
  record(program: Program, hidden: number, steps: number): RecurrentUnitSteps;
}

export interface RecurrentUnitSteps {
  forward(step: RecurrentStep): void;
  /**
   * Leaves gradients in place of the gates, and at `gradRecurrent` where the unit keeps it; steps come in
   * reverse order. Whatever reaches the state before without W_hh goes to `gradPrevious`; returns whether
   * there is such a part.
   */
  backward(step: RecurrentStep, gradState: number, gradRecurrent: number, gradPrevious: number): boolean;
}
