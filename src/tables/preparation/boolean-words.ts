/**
 * The words for boolean values. pandas' read_csv accepts only true/false; yes/no, t/f and y/n are as common in
 * exported tables.
 */

/** [false, true] spellings, lower case. */
const PAIRS: readonly (readonly [string, string])[] = [
  ['false', 'true'],
  ['no', 'yes'],
  ['f', 't'],
  ['n', 'y'],
];

const VALUES = new Map<string, number>(PAIRS.flatMap(([no, yes]) => [[no, 0] as const, [yes, 1] as const]));

/** 0 or 1 for a boolean word of any pair, in any letter case; NaN for any other text. */
export function booleanValue(text: string): number {
  return VALUES.get(text.trim().toLowerCase()) ?? Number.NaN;
}

/** Whether all of `words` (at least one) belong to the same pair. */
export function isBooleanPair(words: readonly string[]): boolean {
  const spellings = words.map((word) => word.trim().toLowerCase());
  return spellings.length > 0 && PAIRS.some((pair) => spellings.every((word) => pair.includes(word)));
}
