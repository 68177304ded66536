/** Which columns hold lists. Strict: a sentence with commas, an address or a number is not a list. */
import type { Column } from '../../../table.js';
import { countWords } from '../../word-counts.js';
import { type ListDelimiter, listMembers } from './list-members.js';

interface Rule {
  readonly delimiter: ListDelimiter;
  /** The least number of distinct texts: fewer are as well categories. */
  readonly distinct: number;
  /** The greatest number of characters of a member. */
  readonly longest: number;
  /** Cells with the most frequent number of members, at most; in an address or a name all have the same. */
  readonly sameSize: number;
}

const RULES: readonly Rule[] = [
  { delimiter: '|', distinct: 12, longest: 60, sameSize: 1 },
  { delimiter: ';', distinct: 12, longest: 60, sameSize: 1 },
  { delimiter: ',', distinct: 30, longest: 30, sameSize: 0.9 },
];

/** Share of the cells that must have two members or more. */
const LEAST_LISTS = 0.2;
/** Share of all members that must be common (`isCommon`). */
const LEAST_COMMON = 0.5;
/** Share of the members that must occur both first and later in a list, weighted by their cells. */
const LEAST_MOVING = 0.3;
const SAMPLE = 400;
const LETTER = /\p{L}/u;
/** The end of a sentence inside a member. */
const SENTENCE = /[.!?](?:\s|$)/;

/** Whether a member in `count` of `present` cells is common: at least 10, and 1 %. */
export function isCommon(count: number, present: number): boolean {
  return count >= Math.max(10, 0.01 * present);
}

/**
 * The delimiter of the lists in `rows` of the column, or `undefined` if it does not hold lists. At least 20 % of
 * the cells have two members; there are fewer distinct members than distinct texts; at least half of all members are
 * common ones (`isCommon`); members are short. With commas, also: members have a letter and are not sentences, and
 * lists differ in length and order.
 */
export function detectList(column: Column, rows: Int32Array): ListDelimiter | undefined {
  if (column.kind !== 'text') return undefined;
  const { words, counts, present } = countWords(column, rows);
  return RULES.find((rule) => {
    if (words.length < rule.distinct || !looksListed(words, rule)) return false;
    return holdsLists(words, counts, present, rule);
  })?.delimiter;
}

/** A quick look at some of the words. */
function looksListed(words: readonly string[], { delimiter, longest }: Rule): boolean {
  const step = Math.max(1, Math.floor(words.length / SAMPLE));
  let looked = 0;
  let lists = 0;
  let long = 0;
  for (let i = 0; i < words.length; i += step) {
    looked++;
    if (words[i].includes(delimiter)) lists++;
    if (longestMember(words[i], delimiter) > longest) long++;
  }
  return lists >= (LEAST_LISTS / 2) * looked && long <= 0.1 * looked;
}

function longestMember(text: string, delimiter: string): number {
  let longest = 0;
  let start = 0;
  while (start <= text.length) {
    const end = text.indexOf(delimiter, start);
    const stop = end < 0 ? text.length : end;
    longest = Math.max(longest, stop - start);
    start = stop + 1;
  }
  return longest;
}

interface Use {
  cells: number;
  first: number;
}

function holdsLists(
  words: readonly string[],
  counts: readonly number[],
  present: number,
  { delimiter, sameSize }: Rule,
): boolean {
  const uses = new Map<string, Use>();
  const sizes = new Map<number, number>();
  let lists = 0;
  let all = 0;
  let prose = 0;
  words.forEach((word, i) => {
    const members = listMembers(word, delimiter);
    sizes.set(members.size, (sizes.get(members.size) ?? 0) + counts[i]);
    if (members.size > 1) lists += counts[i];
    let place = 0;
    for (const member of members) {
      const use = uses.get(member) ?? { cells: 0, first: 0 };
      use.cells += counts[i];
      if (place++ === 0) use.first += counts[i];
      uses.set(member, use);
      all += counts[i];
      if (delimiter === ',' && (!LETTER.test(member) || SENTENCE.test(member))) prose += counts[i];
    }
  });
  if (lists < LEAST_LISTS * present || uses.size >= words.length || prose > 0.1 * all) return false;
  if (Math.max(...sizes.values()) > sameSize * present) return false;
  let common = 0;
  let moving = 0;
  for (const { cells, first } of uses.values()) {
    if (!isCommon(cells, present)) continue;
    common += cells;
    if (first > 0 && first < cells) moving += cells;
  }
  if (common < LEAST_COMMON * all) return false;
  return delimiter !== ',' || moving >= LEAST_MOVING * all;
}
