/** How the program ends, for the shell. */

export const DONE = 0;
/** Something went wrong that the user could not have foreseen. */
export const FAILED = 1;
/** Wrong arguments, or input that cannot be used. */
export const WRONG_USE = 2;
/** 128 + SIGINT, as shells count. */
export const INTERRUPTED = 130;

/** A command ends early, with everything already said. */
export class Exit extends Error {
  constructor(readonly code: number) {
    super(`exit ${code}`);
  }
}
