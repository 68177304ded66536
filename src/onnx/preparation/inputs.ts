/** The inputs of an exported model: one for each column of the table that the model uses. */
import type { KeptColumn } from '../../tables/preparation/fitted-columns.js';
import { levelReader } from '../../tables/preparation/ordinals/ordinal-cells.js';
import { isNumber } from '../../text/number-text.js';
import { isEpoch } from './dates.js';

/** What the cells of an input must be computed from before, and what the computation needs. */
export type Computation =
  /** Numbers written with units or other separators, as plain numbers. */
  | {
      readonly kind: 'number';
      readonly decimal: string;
      readonly thousands: string;
      readonly percent: boolean;
    }
  /** Dates as milliseconds since 1970-01-01T00:00Z. */
  | { readonly kind: 'date'; readonly format: string }
  /** Ranges such as `5-9` as their middle. */
  | { readonly kind: 'range' }
  /** A column for each measure, then the TF-IDF of each token, then 1 for a missing text; see `writeText`. */
  | {
      readonly kind: 'text';
      readonly tokens: string;
      readonly measures: readonly string[];
      readonly vocabulary: readonly { readonly token: string; readonly idf: number }[];
      readonly indicator: boolean;
    }
  /** A 0/1 column for each member, then their number, then 1 for a missing list; see `writeList`. */
  | {
      readonly kind: 'list';
      readonly delimiter: string;
      readonly members: readonly string[];
      readonly count: boolean;
      readonly indicator: boolean;
    };

/** One input of the graph, rows x `width`. */
export interface OnnxInput {
  /** Name of the column. */
  readonly name: string;
  /** `string`: texts, '' for a missing cell. `double`: numbers, NaN for a missing cell. */
  readonly type: 'string' | 'double';
  readonly width: number;
  /** What the texts stand for, if the graph knows no others. */
  readonly known?: readonly string[];
  /** Set if the column must be computed before. */
  readonly computed?: Computation;
}

export function inputOf(column: KeptColumn): OnnxInput {
  const { name } = column;
  switch (column.kind) {
    case 'numeric': {
      const { format } = column;
      if (format === undefined) return { name, type: 'double', width: 1 };
      const { decimal, thousands = 'none', percent = false } = format;
      return { name, type: 'double', width: 1, computed: { kind: 'number', decimal, thousands, percent } };
    }
    case 'boolean':
      return { name, type: 'string', width: 1 };
    case 'categorical':
      return { name, type: column.numbers ? 'double' : 'string', width: 1 };
    case 'ordinal': {
      const words = ordinalWords(column);
      if (words !== undefined) return { name, type: 'string', width: 1, known: [...words.keys()] };
      if (column.levels !== undefined) return { name, type: 'double', width: 1 };
      return { name, type: 'double', width: 1, computed: { kind: 'range' } };
    }
    case 'date': {
      const computed = isEpoch(column) ? {} : { computed: { kind: 'date', format: column.format } as const };
      return { name, type: 'double', width: 1, ...computed };
    }
    case 'text': {
      const { tokens, vocabulary, indicator } = column;
      const measures = column.measures.map(({ measure }) => measure);
      const width = measures.length + vocabulary.length + (indicator ? 1 : 0);
      const computed = { kind: 'text', tokens, measures, vocabulary, indicator } as const;
      return { name, type: 'double', width, computed };
    }
    case 'list': {
      const { delimiter, members, indicator } = column;
      const count = column.count !== undefined;
      const width = members.length + (count ? 1 : 0) + (indicator ? 1 : 0);
      return {
        name,
        type: 'double',
        width,
        computed: { kind: 'list', delimiter, members, count, indicator },
      };
    }
  }
}

type Ordinal = Extract<KeptColumn, { kind: 'ordinal' }>;

/**
 * The texts of ordered levels that the graph knows, with their numbers: the spellings of the levels in usual letter cases,
 * or the ranges of training. Undefined for a column of numbers.
 */
export function ordinalWords({ levels, words }: Ordinal): Map<string, number> | undefined {
  const spellings = levels?.flat() ?? words;
  if (spellings === undefined) return undefined;
  if (levels !== undefined && spellings.every(isNumber)) return undefined;
  const read = levelReader(levels);
  const known = new Map<string, number>();
  const add = (word: string) => {
    const value = read(word);
    if (!Number.isNaN(value) && !known.has(word)) known.set(word, value);
  };
  for (const word of [...spellings, ...(words ?? [])]) for (const each of inUsualCases(word)) add(each);
  return known;
}

/** A word as it is, in lower case, in capitals and with a capital first. */
export function inUsualCases(word: string): string[] {
  const lower = word.toLowerCase();
  return [word, lower, word.toUpperCase(), `${lower.slice(0, 1).toUpperCase()}${lower.slice(1)}`];
}
