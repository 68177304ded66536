/** Measures of a text that need no vocabulary. */

export const TEXT_MEASURES = ['characters', 'words', 'digits', 'capitals'] as const;
export type TextMeasure = (typeof TEXT_MEASURES)[number];

const DIGITS = /\p{Nd}/gu;
const CAPITALS = /\p{Lu}/gu;

/** The number of characters (UTF-16 units) or words (between blanks), or the share of digits or capital letters. */
export function textMeasure(measure: TextMeasure, text: string): number {
  switch (measure) {
    case 'characters':
      return text.length;
    case 'words':
      return wordsBetweenBlanks(text);
    case 'digits':
      return share(text, DIGITS);
    case 'capitals':
      return share(text, CAPITALS);
  }
}

function wordsBetweenBlanks(text: string): number {
  return text.match(/\S+/g)?.length ?? 0;
}

function share(text: string, characters: RegExp): number {
  return text.length === 0 ? 0 : (text.match(characters)?.length ?? 0) / text.length;
}
