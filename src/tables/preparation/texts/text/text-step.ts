/** Columns of free text: measures of length, and TF-IDF of the frequent words or letter trigrams. */
import * as z from 'zod';
import type { ColumnScale } from '../../../../matrix.js';
import { countOf, listNames, quote } from '../../../../text/name-list.js';
import type { Column, TextColumn } from '../../../table.js';
import {
  derivedFields,
  derivedScale,
  fitDerived,
  writeDerived,
  writeIndicator,
} from '../../derived-numbers.js';
import type { Destination } from '../../destination.js';
import type { Remark } from '../../remarks.js';
import { asText, byFrequency, countItems, textCells } from '../text-column.js';
import { areUnlikeTraining, type UnknownCells, unknownCells, unknownShareField } from '../unknown-cells.js';
import { TEXT_MEASURES, textMeasure } from './text-lengths.js';
import { TOKEN_KINDS, type TokenKind, tokensOf } from './tokens.js';

const MOST_TOKENS = 100;
/** One token for this many texts, at least twenty: more columns than that cost more than they tell. */
const TEXTS_PER_TOKEN = 20;
const FEWEST_TOKENS = 20;
/** scikit-learn's `min_df` and `max_df`. */
const LEAST_TEXTS = 5;
const LEAST_SHARE = 0.002;
const MOST_SHARE = 0.5;

export const TextSchema = z.strictObject({
  name: z.string(),
  kind: z.literal('text'),
  tokens: z.enum(TOKEN_KINDS),
  /** The chosen tokens, in the most texts first, each with its inverse document frequency. */
  vocabulary: z
    .array(z.strictObject({ token: z.string().min(1), idf: z.number().min(1).max(100) }).readonly())
    .max(MOST_TOKENS)
    .readonly()
    .refine((all) => new Set(all.map(({ token }) => token)).size === all.length, 'tokens must be distinct'),
  /** The measures that vary in the training rows. */
  measures: z
    .array(z.strictObject({ measure: z.enum(TEXT_MEASURES), ...derivedFields }).readonly())
    .readonly()
    .refine((all) => new Set(all.map(({ measure }) => measure)).size === all.length, 'measures must differ'),
  ...unknownShareField,
  /** Has a 0/1 column `name is missing`: cells were missing in training. */
  indicator: z.boolean(),
});

export type FittedText = Readonly<z.infer<typeof TextSchema>>;

/**
 * Fits the lengths of the texts in `rows` and the inverse document frequencies of the tokens that are in at least 5
 * texts, 0.2 % and at most half of them: idf = ln((1 + n) / (1 + df)) + 1 for n present texts, df of them with
 * the token, as scikit-learn's `TfidfVectorizer`. Of more than n / 20 tokens (at least 20, at most 100), those in the
 * most texts: up to one half, the variance of a token grows with its frequency.
 */
export function fitText(column: Column, rows: Int32Array, tokens: TokenKind): FittedText {
  const text = asText(column);
  const { frequencies, present, hasAny } = countItems(text, rows, (cell) => new Set(tokensOf(cell, tokens)));
  const least = Math.max(LEAST_TEXTS, LEAST_SHARE * present);
  const most = Math.min(MOST_TOKENS, Math.max(FEWEST_TOKENS, Math.floor(present / TEXTS_PER_TOKEN)));
  const eligible = [...frequencies].filter(([, count]) => count >= least && count <= MOST_SHARE * present);
  const vocabulary = byFrequency(eligible)
    .slice(0, most)
    .map(([token, count]) => ({ token, idf: Math.log((1 + present) / (1 + count)) + 1 }));
  const cells = unknownCells(text, rows, hasAny(vocabulary.map(({ token }) => token)));
  const scratch = new Float64Array(rows.length);
  const measures = TEXT_MEASURES.flatMap((measure) => {
    const fitted = fitDerived(measured(text, measure), rows, scratch);
    return fitted ? [{ measure, ...fitted }] : [];
  });
  return {
    name: column.name,
    kind: 'text',
    tokens,
    vocabulary,
    measures,
    ...(vocabulary.length > 0 && { unknown: cells.unknown / present }),
    indicator: present < rows.length,
  };
}

/** `name: measure` for each measure, `name has "token"` for each token, then `name is missing`. */
export function textNames({ name, vocabulary, measures, indicator }: FittedText): string[] {
  const names = measures.map(({ measure }) => `${name}: ${measure}`);
  names.push(...vocabulary.map(({ token }) => `${name} has "${token}"`));
  if (indicator) names.push(`${name} is missing`);
  return names;
}

/** The scale of each of `textNames`. TF-IDF is between 0 and 1 and, like a category, not standardised. */
export function textScales({ vocabulary, measures, indicator }: FittedText): (ColumnScale | null)[] {
  const scales: (ColumnScale | null)[] = measures.map(derivedScale);
  scales.push(...vocabulary.map(() => null));
  if (indicator) scales.push(null);
  return scales;
}

/**
 * Writes the texts of `rows`. The TF-IDF of a text is the number of times that it has each token of the vocabulary,
 * times idf, divided by the Euclidean norm of these products; 0 in a missing text. With a remark if far more texts than
 * in training have no token of the vocabulary.
 */
export function writeText(
  fitted: FittedText,
  column: Column,
  rows: Int32Array,
  destination: Destination,
): Remark[] {
  const text = asText(column);
  let { offset } = destination;
  for (const measure of fitted.measures) {
    writeDerived(measure, measured(text, measure.measure), rows, { ...destination, offset });
    offset++;
  }
  const weights = writeTfIdf(fitted, text, rows, { ...destination, offset });
  offset += fitted.vocabulary.length;
  if (fitted.indicator)
    writeIndicator(
      textCells(text, () => 0),
      rows,
      { ...destination, offset },
    );
  const cells = unknownCells(text, rows, (_, code) => weights.get(code)!.size > 0);
  return unknownRemark(fitted, cells);
}

function unknownRemark({ name, tokens, unknown: inTraining }: FittedText, cells: UnknownCells): Remark[] {
  if (inTraining === undefined) return [];
  const what = tokens === 'words' ? 'word' : 'three letters in a row';
  return [
    {
      about: `texts of ${name}`,
      counts: [cells.unknown, cells.present],
      examples: cells.texts,
      text: ({ counts: [unknown, present], examples }) =>
        areUnlikeTraining({ unknown, present }, inTraining)
          ? `column ${quote(name)}: ${unknown} of ${countOf(present, 'text')} without any ${what} that the model knows ` +
            `from training: ${listNames(examples)}`
          : undefined,
    },
  ];
}

/** Gives the TF-IDF of the texts in `rows` by their code: of each token of the vocabulary that they have. */
function writeTfIdf(
  { tokens, vocabulary }: FittedText,
  text: TextColumn,
  rows: Int32Array,
  { data, columns, offset }: Destination,
): ReadonlyMap<number, ReadonlyMap<number, number>> {
  const places = new Map(vocabulary.map(({ token }, place) => [token, place]));
  const weights = new Map<number, ReadonlyMap<number, number>>();
  for (let i = 0, at = offset; i < rows.length; i++, at += columns) {
    const code = text.codes[rows[i]];
    if (code < 0) continue;
    let found = weights.get(code);
    if (found === undefined) {
      const counts = new Map<number, number>();
      for (const token of tokensOf(text.dictionary[code], tokens)) {
        const place = places.get(token);
        if (place !== undefined) counts.set(place, (counts.get(place) ?? 0) + 1);
      }
      found = normalised(counts, vocabulary);
      weights.set(code, found);
    }
    for (const [place, weight] of found) data[at + place] = weight;
  }
  return weights;
}

function normalised(
  counts: ReadonlyMap<number, number>,
  vocabulary: FittedText['vocabulary'],
): ReadonlyMap<number, number> {
  const products = Array.from(counts, ([place, count]) => [place, count * vocabulary[place].idf] as const);
  const norm = Math.sqrt(products.reduce((sum, [, product]) => sum + product * product, 0));
  return new Map(products.map(([place, product]) => [place, product / norm]));
}

function measured(text: TextColumn, measure: (typeof TEXT_MEASURES)[number]): Float64Array {
  return textCells(text, (cell) => textMeasure(measure, cell));
}
