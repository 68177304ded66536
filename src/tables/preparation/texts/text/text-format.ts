/** Which columns hold free text, as opposed to categories and identifiers. */
import type { Column } from '../../../table.js';
import { countWords } from '../../word-counts.js';
import { byFrequency } from '../text-column.js';
import { type TokenKind, tokensOf } from './tokens.js';

/** Fewer cells have no frequent tokens. */
const FEWEST_CELLS = 20;
/** From this share of distinct texts; below, the texts are as well categories. */
const MOSTLY_DISTINCT = 0.5;
/** The same for longer texts, which repeat by copying. */
const SOMEWHAT_DISTINCT = 0.1;
const LONG_TEXT_WORDS = 5;
/** Below this mean number of words, texts are single words. */
const SINGLE_WORD = 1.5;
const SINGLE_WORD_LENGTH = 30;
/** More digits than this share make identifiers of texts without blanks. */
const MOST_DIGITS = 0.1;
/** Texts looked at, and the length of their beginning that is. */
const SAMPLE = 120;
/** Characters of a text that are looked at. */
const LONGEST_LOOKED_AT = 500;
/** Characters of scripts that have no blanks between words. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/gu;
/** Tokens in 2 % of the texts that are looked at, at least: random letters have few. */
const LEAST_REPEATED = 3;
const REPEATED_SHARE = 0.02;
const BLANKS = /\s+/g;
const DIGIT = /\d/g;

/**
 * The tokens that describe the texts in `rows` of the column, or `undefined` if it does not hold text: at least 20
 * cells, more than half of them distinct (a tenth, if they have five words on average), whose tokens repeat. Single
 * short words, and scripts without blanks between words, have letter trigrams for tokens. Texts without blanks that have many digits are identifiers.
 */
export function detectText(column: Column, rows: Int32Array): TokenKind | undefined {
  if (column.kind !== 'text') return undefined;
  const { words, present } = countWords(column, rows);
  if (present < FEWEST_CELLS || words.length <= SOMEWHAT_DISTINCT * present) return undefined;
  const step = Math.max(1, words.length / SAMPLE);
  const sample: string[] = [];
  for (let at = 0; at < words.length; at += step) {
    sample.push(words[Math.floor(at)].slice(0, LONGEST_LOOKED_AT));
  }
  const tokens = sample.map((text) => tokensOf(text, 'words'));
  const mean = tokens.reduce((sum, each) => sum + each.length, 0) / sample.length;
  if (words.length <= MOSTLY_DISTINCT * present && mean < LONG_TEXT_WORDS) return undefined;
  const length = sample.reduce((sum, text) => sum + text.length, 0);
  if (count(sample, BLANKS) < sample.length / 2 && count(sample, DIGIT) > MOST_DIGITS * length)
    return undefined;
  const isUnspaced = count(sample, UNSPACED) * 2 > length;
  if (isUnspaced || (mean < SINGLE_WORD && length <= SINGLE_WORD_LENGTH * sample.length)) {
    return repeats(sample.map((text) => tokensOf(text, 'trigrams'))) ? 'trigrams' : undefined;
  }
  return repeats(tokens) ? 'words' : undefined;
}

function count(texts: readonly string[], pattern: RegExp): number {
  return texts.reduce((sum, text) => sum + (text.match(pattern)?.length ?? 0), 0);
}

function repeats(tokens: readonly (readonly string[])[]): boolean {
  const texts = new Map<string, number>();
  for (const each of tokens) {
    for (const token of new Set(each)) texts.set(token, (texts.get(token) ?? 0) + 1);
  }
  const least = Math.max(2, REPEATED_SHARE * tokens.length);
  const frequent = byFrequency(texts).filter(([, count]) => count >= least);
  return frequent.length >= LEAST_REPEATED;
}
