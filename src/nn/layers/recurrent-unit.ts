/** The interface of recurrent units: what they compute between the products of a step. */
import type { Program } from '../../engine/program.js';

/** Addresses of one step. In training, the gates and states of all steps are contiguous. */
export interface RecurrentStep {
  /**
   * rows x gates * hidden: W_ih x + b_ih before the forward step, the gates after it, their gradients after the
   * backward step.
   */
  readonly gates: number;
  /** W_hh h + b_hh, with row stride `ldRecurrent`: 0 if it is only b_hh. */
  readonly recurrent: number;
  readonly ldRecurrent: number;
  /** The previous state; 0 for zeros. */
  readonly previous: number;
  readonly state: number;
  /** 0-based, in the order of processing. */
  readonly index: number;
}

export interface RecurrentUnit {
  /** Number of blocks of `hidden` rows in W_ih and W_hh. */
  readonly gates: number;
  /** The ranges of gates that have an effect if the previous state is zero: first, and count. */
  readonly gatesWithoutState: readonly (readonly [number, number])[];
  /** Whether the gradients of W_hh h + b_hh differ from those of the gates, so that it must be kept. */
  readonly keepsRecurrent: boolean;
  /** Prepares `steps` steps, with a backward pass if the program is for training. */
  record(program: Program, hidden: number, steps: number): RecurrentUnitSteps;
}

export interface RecurrentUnitSteps {
  forward(step: RecurrentStep): void;
  /**
   * Replaces the gates by their gradients, and writes `gradRecurrent` if the unit keeps it; called in reverse order.
   * The gradient that reaches the previous state without W_hh goes to `gradPrevious`; returns whether there is one.
   */
  backward(step: RecurrentStep, gradState: number, gradRecurrent: number, gradPrevious: number): boolean;
}
