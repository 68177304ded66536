/**
 * The errors a caller is expected to meet. Everything thrown on purpose is one of these, so that a
 * program can tell a person's mistake (`InputError`, exit code 2 on the command line) from a defect.
 */

/** Input or an argument that cannot be used: the message names it, its value and the mend. */
export class InputError extends Error {
  override readonly name: string = 'InputError';
}

/**
 * The memory of the kernels could not be had: the address space or the memory of the process is limited too
 * tightly, or the 4 GiB that WebAssembly addresses are used up.
 */
export class KernelMemoryError extends InputError {
  override readonly name: string = 'KernelMemoryError';
}

/** A classifier or preparation was asked for something that only `fit` can give. */
export class NotFittedError extends Error {
  override readonly name: string = 'NotFittedError';

  constructor(what: string) {
    super(`${what} is not fitted yet: call fit() first`);
  }
}
