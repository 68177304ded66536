/**
 * The errors that callers should expect. Every deliberate error is one of these, so that a program can distinguish
 * a mistake of the user (`InputError`, exit code 2 on the command line) from a defect.
 */

/** Input or an argument that cannot be used: the message names it, its value and what to do. */
export class InputError extends Error {
  override readonly name: string = 'InputError';
  /** Options of the library that the message names, for a program whose own options have other names. */
  readonly optionNames: readonly string[];
  /** The cells of a table that the message is about, if it is about single ones. */
  readonly cells: readonly RefusedCell[];

  constructor(message: string, { optionNames = [], cells = [], ...options }: InputErrorOptions = {}) {
    super(message, options);
    this.optionNames = optionNames;
    this.cells = cells;
  }
}

/** What an `InputError` is about, besides its message. */
export interface InputErrorOptions extends ErrorOptions {
  /** Default none. */
  readonly optionNames?: readonly string[];
  /** Default none. */
  readonly cells?: readonly RefusedCell[];
}

/** Where a table has a cell that cannot be used. */
export interface RefusedCell {
  /** Its name. */
  readonly column: string;
  /** From 0. */
  readonly row: number;
}

/**
 * The memory of the kernels cannot be allocated: a limit of the address space is too low, the machine has no more, or
 * the models and trainings of a thread fill its 4 GiB together. Input that is too large by itself is an `InputError`.
 */
export class KernelMemoryError extends Error {
  override readonly name: string = 'KernelMemoryError';
}

/** A classifier or preparation was used before it was fitted. */
export class NotFittedError extends Error {
  override readonly name: string = 'NotFittedError';

  constructor(what: string) {
    super(`${what} is not fitted yet: call fit() first`);
  }
}
