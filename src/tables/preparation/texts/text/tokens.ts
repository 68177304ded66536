/** The parts of a text that are counted, as scikit-learn's `CountVectorizer` takes them. */

export const TOKEN_KINDS = ['words', 'trigrams'] as const;
export type TokenKind = (typeof TOKEN_KINDS)[number];

/** Two letters or more, or a letter with digits; a mark belongs to its letter. */
const WORD = /\p{L}[\p{L}\p{M}\p{Nd}]+/gu;

/**
 * The tokens of a text, lower-cased, in order: words of a letter and at least one letter or digit
 * (`token_pattern=r'[^\W\d_][^\W_]+'`), or three characters in a row of each word with a blank on either side
 * (`analyzer='char_wb', ngram_range=(3, 3)`).
 */
export function tokensOf(text: string, kind: TokenKind): string[] {
  const lower = text.normalize('NFC').toLowerCase();
  if (kind === 'words') return lower.match(WORD) ?? [];
  const trigrams: string[] = [];
  for (const word of lower.split(/\s+/)) {
    if (word === '') continue;
    const letters = [' ', ...word, ' '];
    for (let i = 0; i + 3 <= letters.length; i++) trigrams.push(letters.slice(i, i + 3).join(''));
  }
  return trigrams;
}
