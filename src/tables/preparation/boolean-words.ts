/**
 * The words for boolean values. pandas' read_csv accepts only true/false; yes/no, t/f and y/n are as common in
 * exported tables.
 */

import { parseNumber } from '../../text/number-text.js';

/** [false, true] spellings, lower case. */
const PAIRS: readonly (readonly [string, string])[] = [
  ['false', 'true'],
  ['no', 'yes'],
  ['f', 't'],
  ['n', 'y'],
];

const VALUES = new Map<string, number>(PAIRS.flatMap(([no, yes]) => [[no, 0] as const, [yes, 1] as const]));

/** 0 or 1 for a boolean word of any pair, in any letter case, or a text that is the number; NaN for any other text. */
export function booleanValue(text: string): number {
  const value = VALUES.get(text.trim().toLowerCase()) ?? parseNumber(text);
  return value === 0 || value === 1 ? value : Number.NaN;
}

/** Whether all of `words` (at least one) belong to the same pair. */
export function isBooleanPair(words: readonly string[]): boolean {
  const isOf = (pair: readonly string[]) => (word: string) => pair.includes(word.trim().toLowerCase());
  return words.length > 0 && PAIRS.some((pair) => words.every(isOf(pair)));
}
