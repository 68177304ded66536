/**
 * Which cells of a delimited file count as missing. The words are the common part of the default
 * `na_values` of pandas.read_csv, plus `?` as the UCI repository writes it. JSON and Parquet are typed
 * and have a null, so the words have no special meaning there.
 */

/** Case matters; spaces and tabs around the word do not; quoting does not. */
export const MISSING_WORDS: readonly string[] = ['', 'NA', 'N/A', 'NaN', 'nan', 'null', 'NULL', 'None', '?'];

const LONGEST = 4;
const words = new Set(MISSING_WORDS);
const INITIALS = new Set(MISSING_WORDS.filter((word) => word !== '').map((word) => word.charCodeAt(0)));

/** Whether `bytes[start, end)`, without surrounding blanks, is one of `MISSING_WORDS`. */
export function isMissing(bytes: Uint8Array, start: number, end: number): boolean {
  if (start === end) return true;
  if (end - start > LONGEST || !INITIALS.has(bytes[start])) return false;
  let word = '';
  for (let i = start; i < end; i++) word += String.fromCharCode(bytes[i]);
  return words.has(word);
}
