/** Errors with the place of invalid input, for all readers: `<source>, line <n>, column "<name>": <what is wrong and how to fix it>`. */
import { InputError } from '../../errors.js';

/** The error of a physical line of a text file; lines count from 1, and the header is a line too. */
export function badLine(source: string, line: number, message: string): InputError {
  return new InputError(`${source}, line ${line}: ${message}`);
}

/** The error of one cell. The column is shown as JSON so that blanks and quotes in its name are visible. */
export function badCell(source: string, line: number, column: string, message: string): InputError {
  return new InputError(`${source}, line ${line}, column ${JSON.stringify(column)}: ${message}`);
}

/** The message for an infinite value, the same in every format. */
export function infiniteMessage(text: string): string {
  return `value ${JSON.stringify(text)} is infinite or too large for a 64-bit float; write a finite number, or leave the cell empty if it is missing`;
}

/** What to do about bytes that are not in the expected encoding. */
export const NOT_UTF8 =
  'save the file with UTF-8 encoding, or name its encoding, for example --encoding windows-1252 (option encoding)';

/** The message for bytes that are not UTF-8, the same in every text format. */
export const NOT_UTF8_MESSAGE = `the text is not valid UTF-8; ${NOT_UTF8}`;
