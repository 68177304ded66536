/** What a column holds, and how its cells are read. */
import type { DateFormat } from './dates/date-format.js';
import type { NumberFormat } from './numbers/number-format.js';
import type { Levels } from './ordinals/word-scales.js';
import type { ListDelimiter } from './texts/list/list-members.js';
import type { TokenKind } from './texts/text/tokens.js';

export type KeptKind = KeptType['kind'];
/** `empty` has no value in the training rows; `excluded` was dropped by the user. */
export type DroppedKind = 'identifier' | 'constant' | 'empty' | 'excluded';

/** A kept column, with what its detection found. `forced`: the user asked for this kind, even if it looks useless. */
export type KeptType = { readonly name: string; readonly forced: boolean } & (
  | {
      readonly kind: 'numeric';
      /** How the numbers of a text column are written, unless plainly. */
      readonly format?: NumberFormat;
    }
  | {
      readonly kind: 'ordinal';
      /** The levels of a column of words, from the lowest; absent for ranges of numbers. */
      readonly levels?: Levels;
    }
  | { readonly kind: 'boolean' | 'categorical' }
  | { readonly kind: 'date'; readonly format: DateFormat }
  | { readonly kind: 'list'; readonly delimiter: ListDelimiter }
  | { readonly kind: 'text'; readonly tokens: TokenKind }
);

export interface DroppedType {
  readonly name: string;
  readonly kind: DroppedKind;
  /** Why it is dropped, as text after a colon. */
  readonly reason: string;
}

export type ColumnType = KeptType | DroppedType;
