/** Answers of a survey with their number: `1 - Never`, `2 - Rarely`; or a scale of numbers whose ends have words. */
import { levelReader } from './ordinal-cells.js';
import { findScale, type Levels, MOST_LEVELS } from './word-scales.js';

const ANSWER = /^(\d{1,2})(?:\s*[-–—.:=)]\s*(\p{L}.*)|\s+\((\p{L}.*)\))?$/u;
/** One number between two may have no row; a larger gap is before a code such as 99. */
const LARGEST_STEP = 2;

interface Answer {
  readonly word: string;
  readonly value: number;
  readonly label: string | undefined;
}

/**
 * The levels of a column of numbered answers, one for each number from the least to the largest, if every word begins with
 * another number and
 * - all have words that a usual scale (`findScale`) orders as the numbers do, or the other way round; or
 * - only the first, the last and the middle one have words.
 *
 * Other numbered words, such as `1 - Retail` and `2 - Mining`, are codes: undefined.
 */
export function numberedAnswers(name: string, words: readonly string[]): Levels | undefined {
  if (words.length < 3 || words.length > MOST_LEVELS) return undefined;
  const answers: Answer[] = [];
  for (const word of words) {
    const match = ANSWER.exec(word.trim());
    if (match === null || /^0\d/.test(match[1])) return undefined;
    answers.push({ word, value: Number(match[1]), label: match[2] ?? match[3] });
  }
  answers.sort((one, other) => one.value - other.value);
  const steps = answers.slice(1).map(({ value }, i) => value - answers[i].value);
  if (steps.some((step) => step === 0 || step > LARGEST_STEP)) return undefined;
  if (!haveOrderedWords(name, answers) && !haveWordsAtEnds(answers)) return undefined;
  const [{ value: least }, { value: greatest }] = [answers[0], answers[answers.length - 1]];
  const byValue = new Map(answers.map((answer) => [answer.value, answer]));
  return Array.from({ length: greatest - least + 1 }, (_, i) => {
    const { word, label } = byValue.get(least + i) ?? {};
    return [...new Set([word ?? [], String(least + i), label ?? []].flat())];
  });
}

function haveOrderedWords(name: string, answers: readonly Answer[]): boolean {
  const labels = answers.flatMap(({ label }) => label ?? []);
  if (labels.length < answers.length) return false;
  const scale = findScale(name, { words: labels });
  if (scale === undefined) return false;
  const read = levelReader(scale);
  const ranks = labels.map(read);
  const rises = (sign: number) => ranks.every((rank, i) => i === 0 || sign * (rank - ranks[i - 1]) > 0);
  return rises(1) || rises(-1);
}

function haveWordsAtEnds(answers: readonly Answer[]): boolean {
  const last = answers.length - 1;
  const places = answers.flatMap(({ label }, i) => (label === undefined ? [] : [i]));
  const isEnd = (i: number) => i === 0 || i === last || i === last / 2;
  const words = places.map((i) => answers[i].label);
  return (
    places.length > 0 &&
    new Set(words).size === words.length &&
    places.length < answers.length &&
    places.every(isEnd)
  );
}
