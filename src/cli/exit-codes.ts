/** The exit codes of the program. */
import { constants } from 'node:os';

export const DONE = 0;
/** An unexpected error, or a run that failed. */
export const FAILED = 1;
/** Wrong arguments, or input that cannot be used. */
export const WRONG_USE = 2;

/** Of `watch`. */
export const SOME_DRIFT = 3;
export const STRONG_DRIFT = 4;

/** 128 + the number of the signal that ended the program, as shells count. */
export function signalCode(signal: NodeJS.Signals): number {
  return 128 + constants.signals[signal];
}

/** The codes in a sentence, for the help. */
export const EXIT_CODES =
  'Exit codes: 0 done, 1 failed, 2 wrong use or bad input, 3 and 4 drift (watch),\n' +
  '129, 130, 143 or 149 stopped by a signal (SIGHUP, SIGINT, which is Ctrl-C,\n' +
  'SIGTERM, Ctrl-Break on Windows). The first signal stops and keeps what is\n' +
  'finished, the second quits at once.';

/** Ends a command early, after all its messages. */
export class Exit extends Error {
  constructor(readonly code: number) {
    super(`exit ${code}`);
  }
}
