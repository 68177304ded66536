import { describe, expect, it } from 'vitest';
import { rowRange } from '../../resolve-rows.js';
import { tableFromColumns } from '../../table-from-columns.js';
import { fitText } from './text-step.js';

/** The vocabulary of 2000 texts: word `k` is in `uses[k]` of them. */
function vocabularyOf(uses: readonly number[]): string[] {
  const name = (k: number) => `w${String.fromCharCode(97 + Math.floor(k / 26), 97 + (k % 26))}`;
  const texts = Array.from({ length: 2000 }, (_, row) =>
    ['some', ...uses.flatMap((use, k) => (row < use ? [name(k)] : []))].join(' '),
  );
  const [column] = tableFromColumns([['text', texts]]).columns;
  return fitText(column, rowRange(2000), 'words').vocabulary.map(({ token }) => token);
}

describe('the vocabulary of texts', () => {
  it('has the words of at least five texts, but not those of most texts', () => {
    expect(vocabularyOf([1001, 1000, 6, 5, 4])).toEqual(['wab', 'wac', 'wad']);
  });

  it('has at most 100 words, those in the most texts', () => {
    const vocabulary = vocabularyOf(Array.from({ length: 130 }, (_, k) => 10 + k));
    expect(vocabulary).toHaveLength(100);
    expect(vocabulary[0]).toBe('wez');
  });
});
