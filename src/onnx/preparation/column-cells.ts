/** What each kind of column of a table gives to the matrix, as the preparation's steps write it. */
import { booleanValue } from '../../tables/preparation/boolean-words.js';
import type { FittedDate } from '../../tables/preparation/dates/date-step.js';
import type { KeptColumn } from '../../tables/preparation/fitted-columns.js';
import { canonicalNumber, parseNumber } from '../../text/number-text.js';
import type { Graph, Value } from '../graph/graph.js';
import type { Cells } from './cell.js';
import { inUsualCases, ordinalWords } from './inputs.js';
import { lookUpNumbers, lookUpTexts, withoutNumbers } from './lookup.js';

/** @param missing words that stand for a missing cell in every column */
export function columnCells(
  graph: Graph,
  column: Exclude<KeptColumn, FittedDate>,
  input: Value,
  missing: readonly string[],
): Cells[] {
  switch (column.kind) {
    case 'numeric':
      return imputedCells(column, withoutNumbers(graph, input, missing));
    case 'boolean':
      return imputedCells(column, lookUpTexts(graph, input, booleanNumbers(missing), Number.NaN));
    case 'ordinal': {
      const words = ordinalWords(column);
      if (words !== undefined) {
        for (const word of missing) words.delete(word);
        return imputedCells(column, lookUpTexts(graph, input, words, Number.NaN));
      }
      const numbers = withoutNumbers(graph, input, missing);
      if (column.levels === undefined) return imputedCells(column, numbers);
      const ranks = new Map(
        column.levels.flatMap((spellings, rank) =>
          spellings.map((word) => [parseNumber(word), rank] as const),
        ),
      );
      return imputedCells(column, lookUpNumbers(graph, numbers, ranks, Number.NaN));
    }
    case 'categorical':
      return categoryCells(graph, column, input, missing);
    case 'text': {
      const { measures, vocabulary, indicator } = column;
      const [first, last] = [measures.length, measures.length + vocabulary.length];
      return [
        ...measures.map(
          ({ median }, i): Cells => ({ kind: 'number', value: graph.columns(input, [i]), median }),
        ),
        ...plainCells(graph, input, first, last + (indicator ? 1 : 0)),
      ];
    }
    case 'list': {
      const { members, count, indicator } = column;
      const after = members.length + (count ? 1 : 0);
      const counted: Cells[] = count
        ? [{ kind: 'number', value: graph.columns(input, [members.length]), median: count.median }]
        : [];
      return [
        ...plainCells(graph, input, 0, members.length),
        ...counted,
        ...plainCells(graph, input, after, after + (indicator ? 1 : 0)),
      ];
    }
  }
}

function imputedCells(
  {
    value,
    indicator,
    median,
  }: { readonly value: boolean; readonly indicator: boolean; readonly median: number },
  numbers: Value,
): Cells[] {
  return [
    ...(value ? [{ kind: 'number', value: numbers, median } as const] : []),
    ...(indicator ? [{ kind: 'indicator', of: numbers } as const] : []),
  ];
}

function plainCells(graph: Graph, input: Value, from: number, to: number): Cells[] {
  return Array.from({ length: to - from }, (_, i) => ({
    kind: 'plain',
    value: graph.columns(input, [from + i]),
  }));
}

/** The words of `booleanValue`, in usual letter cases. */
function booleanNumbers(missing: readonly string[]): Map<string, number> {
  const words = ['false', 'true', 'no', 'yes', 'f', 't', 'n', 'y', '0', '1', '0.0', '1.0'];
  const numbers = new Map<string, number>();
  for (const word of words.flatMap(inUsualCases)) {
    if (!missing.includes(word)) numbers.set(word, booleanValue(word));
  }
  return numbers;
}

type Categorical = Extract<KeptColumn, { kind: 'categorical' }>;

/** The code of each cell, or the 0/1 columns of its place. */
function categoryCells(graph: Graph, column: Categorical, input: Value, words: readonly string[]): Cells[] {
  const { categories } = column;
  const other = categories.length;
  const missing = column.missing ? other + 1 : other;
  const places = column.numbers
    ? numberPlaces(graph, column, withoutNumbers(graph, input, words), missing)
    : lookUpTexts(graph, input, textPlaces(column, words, missing), other);
  if (column.encoding === 'codes') return [{ kind: 'plain', value: places }];
  return Array.from({ length: missing + 1 }, (_, place) => {
    const isPlace = graph.node('Equal', [places, graph.doubles(place)]);
    return { kind: 'plain', value: graph.cast(isPlace, 'double') };
  });
}

function numberPlaces(graph: Graph, { categories }: Categorical, numbers: Value, missing: number): Value {
  const known = new Map(categories.map((category, place) => [parseNumber(category), place]));
  const found = lookUpNumbers(graph, numbers, known, categories.length);
  return graph.where(graph.node('IsNaN', [numbers]), graph.doubles(missing), found);
}

const DIGITS = /^\d+$/;

/** The place of every category, of digits without leading zeros where that is no other category, and of missing cells. */
function textPlaces(
  { categories, encoding }: Categorical,
  words: readonly string[],
  missing: number,
): Map<string, number> {
  const places = new Map<string, number>();
  if (encoding === 'codes') {
    const ofDigits = new Map<string, number[]>();
    categories.forEach((category, place) => {
      if (!DIGITS.test(category)) return;
      const digits = canonicalNumber(parseNumber(category));
      if (DIGITS.test(digits)) ofDigits.set(digits, [...(ofDigits.get(digits) ?? []), place]);
    });
    for (const [digits, [place, ...more]] of ofDigits) if (more.length === 0) places.set(digits, place);
  }
  for (const [place, category] of categories.entries()) places.set(category, place);
  for (const word of ['', ...words]) places.set(word, missing);
  return places;
}
