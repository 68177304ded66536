/** Ranges of numbers as text: `5-9`, `1 - 10%`, `1,000 to 2,000`, `<5`, `100+`, `under 18`, `65 and over`, `(0,10]`. */
import { type NumberFormat, parseFormatted } from '../numbers/number-format.js';
import type { WordCounts } from '../word-counts.js';

/** A column of more different ranges than this holds something else, such as telephone numbers. */
const MOST_RANGES = 50;
/** Points as decimal sign, other signs as separators of thousands; percent and the currency of the column. */
const FORMAT: NumberFormat = { decimal: '.', percent: true };

const UNIT =
  '(?:years?(?: old)?|yrs?|yo|y|months?|mos?|weeks?|wks?|days?|hours?|hrs?|h|minutes?|mins?|seconds?|secs?|s|km|kms|miles?|mi|m|cm|mm|ft|kg|g|lbs?|l|ml|people|persons?|employees|items?|times?|units?|rooms?|points?|pts)';
const NUMBER = "((?:[^\\s\\d]{1,4} ?)?[+-]?[\\d.,]*\\d(?:[ '][\\d]{3})*(?: ?[%\\p{Sc}])?)";
const END = `(?: ?${UNIT})?\\.?`;
const BETWEEN = new RegExp(
  `^(?:from |between )?${NUMBER}(?: ?${UNIT})? ?(?:-|–|—|to|and|through|until|\\.\\.|…) ?${NUMBER}${END}$`,
  'iu',
);
const INTERVAL = /^([[(\]])\s*([+-]?[\d.e+-]+)\s*[,;]\s*([+-]?[\d.e+-]+)\s*([\])[])$/i;
const BELOW = new RegExp(
  `^(?:<=?|≤|under|below|less than|fewer than|up to|at most|no more than|max\\.?|until|younger than) ?${NUMBER}${END}$`,
  'iu',
);
const BELOW_AFTER = new RegExp(
  `^${NUMBER}${END} ?(?:-|or less|or fewer|or below|or under|or younger|and less|and under|and below|and younger|or lower)$`,
  'iu',
);
const ABOVE = new RegExp(
  `^(?:>=?|≥|over|above|more than|greater than|at least|no less than|min\\.?|from|older than) ?${NUMBER}${END}$`,
  'iu',
);
const ABOVE_AFTER = new RegExp(
  `^${NUMBER} ?(?:\\+ ?${UNIT}?|${UNIT}? ?(?:\\+|(?:or|and|&) (?:over|above|more|older|up|greater|higher)|plus|more|upwards?))$`,
  'iu',
);
const SINGLE = new RegExp(`^${NUMBER}${END}$`, 'iu');

/**
 * The place of a range among numbers: its middle, or the bound of an open one, where numbers below a positive bound
 * begin at 0. NaN for other texts, and for a range whose bounds do not rise. A single number is its value.
 */
export function rangeMiddle(text: string): number {
  const word = text.trim();
  if (!/\d/.test(word)) return Number.NaN;
  const interval = INTERVAL.exec(word);
  if (interval) return middle(Number(interval[2]), Number(interval[3]));
  // First, because it would be a range between negative numbers otherwise.
  const single = SINGLE.exec(word);
  const value = single ? bound(single[1]) : Number.NaN;
  if (!Number.isNaN(value)) return value;
  const between = BETWEEN.exec(word);
  if (between) return middle(bound(between[1]), bound(between[2]));
  const below = BELOW.exec(word) ?? BELOW_AFTER.exec(word);
  if (below) return belowBound(bound(below[1]));
  const above = ABOVE.exec(word) ?? ABOVE_AFTER.exec(word);
  return above ? bound(above[1]) : Number.NaN;
}

/**
 * Whether the words are ranges (at most 50 different ones) or single numbers, at least two words and at least one
 * a range.
 */
export function areRanges({ words }: Pick<WordCounts, 'words'>): boolean {
  let ranges = 0;
  for (const word of words) {
    if (Number.isNaN(rangeMiddle(word))) return false;
    if (Number.isNaN(parseFormatted(word, FORMAT)) && ++ranges > MOST_RANGES) return false;
  }
  return ranges > 0 && words.length > 1;
}

function middle(low: number, high: number): number {
  return low < high ? low + (high - low) / 2 : Number.NaN;
}

function belowBound(high: number): number {
  return high > 0 ? high / 2 : high;
}

/** Codes such as 01 are not bounds. */
function bound(text: string): number {
  if (/^0\d/.test(text)) return Number.NaN;
  const currency = /[\p{Sc}]/u.exec(text)?.[0];
  return parseFormatted(text, { ...FORMAT, currency });
}
