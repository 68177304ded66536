/** Errors of DuckDB as errors of the user's input. */
import { InputError } from '../../errors.js';

/** How DuckDB's messages start: `Parser Error: `, `IO Error: ` and so on. */
const KIND = /^(?:Failed to extract statements: )?(?=(?:[A-Z][A-Za-z-]* )+(?:Error|Exception): )/;

/**
 * An error of DuckDB as an `InputError` of one line: its message without the excerpt of the query, and what to do about a lock.
 * `Invalid Input Error` is also what functions of a model report. Other errors are returned as they are.
 */
export function sqlError(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof InputError || !KIND.test(error.message)) return error;
  const lines = error.message.split('\n').map((line) => line.trim());
  const end = lines.findIndex((line) => /^LINE \d+:/.test(line));
  const text = lines
    .slice(0, end < 0 ? undefined : end)
    .filter((line) => line !== '')
    .join(' ')
    .replace(KIND, '')
    .replace(/^Invalid Input Error: /, '');
  const advice = /could not set lock/i.test(text) ? ': close the program that has the database open' : '';
  return new InputError(`${text}${advice}`, { cause: error });
}
