/** Which columns hold lists. Strict: a sentence with commas, an address or a number is not a list. */

import { listOfText } from '../../../list-text.js';
import type { Column } from '../../../table.js';
import { countWords } from '../../word-counts.js';
import { LIST_DELIMITERS, type ListDelimiter, listMembers } from './list-members.js';

interface Rule {
  readonly delimiter: ListDelimiter;
  /** The least number of distinct texts: fewer are as well categories. */
  readonly distinct: number;
  /** The greatest number of characters of a member. */
  readonly longest: number;
}

const RULES: readonly Rule[] = [
  { delimiter: '|', distinct: 12, longest: 60 },
  { delimiter: ';', distinct: 12, longest: 60 },
  { delimiter: ',', distinct: 30, longest: 30 },
];

/** Share of the cells that must have two members or more. */
const LEAST_LISTS = 0.2;
/** Share of the cells that must be JSON arrays, in a column of them. */
const LEAST_ARRAYS = 0.9;
/** Share of the cells with the most frequent number of members, at most: in an address or a name all have the same. */
const MOST_SAME_SIZE = 0.9;
/** The same for the words of the sample, which do not weigh how often each occurs. */
const ALL_SAME_SIZE = 0.98;
/** Share of all members that must be common (`isCommon`). */
const LEAST_COMMON = 0.5;
/** Share of all members that must be common ones that occur both first and later in a list. */
const LEAST_MOVING = 0.3;
/** Words of the first look. */
const SAMPLE = 200;
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
 * common ones (`isCommon`); members are short; lists differ in length or order. With commas they differ in both, and
 * members have a letter and are not sentences. A column of JSON arrays (at least 90 % of the cells; the delimiter is the
 * comma) only needs a common member.
 */
export function detectList(column: Column, rows: Int32Array): ListDelimiter | undefined {
  if (column.kind !== 'text') return undefined;
  const { words, counts, present } = countWords(column, rows);
  if (holdsArrays(words, counts, present)) return ',';
  return RULES.find((rule) => {
    if (words.length < rule.distinct || !looksListed(words, rule)) return false;
    return holdsLists(words, counts, present, rule);
  })?.delimiter;
}

/** The delimiter in the most cells of `rows`; undefined if there is none in any. */
export function mostFrequentDelimiter(column: Column, rows: Int32Array): ListDelimiter | undefined {
  if (column.kind !== 'text') return undefined;
  const { words, counts } = countWords(column, rows);
  const cells = LIST_DELIMITERS.map((delimiter) =>
    words.reduce((sum, word, i) => sum + (isWrittenWith(word, delimiter) ? counts[i] : 0), 0),
  );
  const most = Math.max(...cells);
  return most === 0 ? undefined : LIST_DELIMITERS[cells.indexOf(most)];
}

function isWrittenWith(word: string, delimiter: ListDelimiter): boolean {
  return listOfText(word) === undefined ? word.includes(delimiter) : delimiter === ',';
}

function holdsArrays(words: readonly string[], counts: readonly number[], present: number): boolean {
  const cells = new Map<string, number>();
  let others = 0;
  for (const [i, word] of words.entries()) {
    const members = listOfText(word);
    if (members === undefined) others += counts[i];
    if (present - others < LEAST_ARRAYS * present) return false;
    for (const member of new Set(members)) cells.set(member, (cells.get(member) ?? 0) + counts[i]);
  }
  return [...cells.values()].some((count) => isCommon(count, present));
}

/** A quick look at some of the words: their number of parts, and the longest. */
function looksListed(words: readonly string[], { delimiter, longest }: Rule): boolean {
  const step = Math.max(1, Math.floor(words.length / SAMPLE));
  const sizes = new Map<number, number>();
  let looked = 0;
  let long = 0;
  for (let i = 0; i < words.length; i += step) {
    looked++;
    const parts = words[i].split(delimiter);
    sizes.set(parts.length, (sizes.get(parts.length) ?? 0) + 1);
    if (parts.some((part) => part.length > longest)) long++;
  }
  if (delimiter === ',' && Math.max(...sizes.values()) >= ALL_SAME_SIZE * looked) return false;
  return looked - (sizes.get(1) ?? 0) >= (LEAST_LISTS / 2) * looked && long <= 0.1 * looked;
}

interface Use {
  cells: number;
  first: number;
}

function holdsLists(
  words: readonly string[],
  counts: readonly number[],
  present: number,
  { delimiter }: Rule,
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
  const sizesVary = Math.max(...sizes.values()) <= MOST_SAME_SIZE * present;
  let common = 0;
  let moving = 0;
  for (const { cells, first } of uses.values()) {
    if (!isCommon(cells, present)) continue;
    common += cells;
    if (first > 0 && first < cells) moving += cells;
  }
  if (common < LEAST_COMMON * all) return false;
  const membersMove = moving >= LEAST_MOVING * all;
  return delimiter === ',' ? sizesVary && membersMove : sizesVary || membersMove;
}
