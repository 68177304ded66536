/**
 * The errors a caller is expected to meet. Everything thrown on purpose is one of these, so that a
 * program can tell a mistake of the user (`InputError`, exit code 2 on the command line) from a defect.
 */

/** Input or an argument that cannot be used: the message names it, its value and what to do. */
export class InputError extends Error {
  override readonly name: string = 'InputError';
}

/**
 * There is no room for the memory of the kernels: a limit of the address space is too low, the machine has no more, or
 * the models and trainings of a thread take its 4 GiB together. What is too large by itself is an `InputError`.
 */
export class KernelMemoryError extends Error {
  override readonly name: string = 'KernelMemoryError';
}

/** A classifier or preparation was asked for something that only `fit` can give. */
export class NotFittedError extends Error {
  override readonly name: string = 'NotFittedError';

  constructor(what: string) {
    super(`${what} is not fitted yet: call fit() first`);
  }
}
