/** How the numbers of a column are written, if not as in training: decided by all of its cells, over all blocks of a table. */
import { isNumber } from '../../../text/number-text.js';
import { BlockConflictError } from '../../block-conflict.js';
import { isBooleanPair } from '../boolean-words.js';

/** As in training; plain numbers with points where training had commas; or a pair such as true and false. */
export type Notation =
  | { readonly kind: 'trained' }
  | { readonly kind: 'points' | 'boolean'; readonly example: string };

/** The cells of a block. */
export interface BlockWords {
  /** The distinct texts, without those that are missing cells; undefined for a numeric column. */
  readonly words: () => readonly string[] | undefined;
  /** Whether a numeric column has a present cell. */
  readonly hasNumbers: () => boolean;
  /** Whether a text is a number as in training, and whether the plain number is another one. */
  readonly isRead: (word: string) => boolean;
  readonly isOtherwise: (word: string) => boolean;
  readonly mayHavePoints: boolean;
  readonly mayBeBoolean: boolean;
  /** For messages. */
  readonly place: string;
}

/** The cells so far of one column. */
interface Seen {
  /** Whether all are read as in training, and whether all are plain numbers. */
  areRead: boolean;
  arePlain: boolean;
  /** Whether some would be other numbers if they were plain ones. */
  areOtherwise: boolean;
  /** As long as they are one pair of boolean words: those of it. */
  pair: readonly string[] | undefined;
  example: string;
}

const TRAINED: Notation = { kind: 'trained' };

/** The notations of the columns of one table, which may come in blocks. */
export class Notations {
  readonly #seen = new Map<string, Seen>();

  /**
   * The notation of the cells so far and of this block. Throws `BlockConflictError` if that is another one than the cells
   * before were read with, and they are other numbers in it.
   */
  of(name: string, block: BlockWords): Notation {
    const words = block.words();
    const before = this.#seen.get(name);
    if (words === undefined ? !block.hasNumbers() : words.length === 0) {
      return before === undefined ? TRAINED : notationOf(before, block);
    }
    const own = words === undefined ? NUMBERS : seenIn(words, block);
    const seen = before === undefined ? own : together(before, own);
    this.#seen.set(name, seen);
    const notation = notationOf(seen, block);
    if (before === undefined) return notation;
    const earlier = notationOf(before, block).kind;
    // Cells that no notation has are refused by the whole table, but not by a block that has one for its own.
    const isRefused =
      notation === TRAINED && !seen.areRead && (own.areRead || notationOf(own, block) !== TRAINED);
    if (isRefused || (earlier !== notation.kind && before.areOtherwise)) {
      throw new BlockConflictError(
        `${block.place} has numbers that are written otherwise in later rows than before`,
      );
    }
    return notation;
  }
}

/** The cells of a numeric column are read as in training. */
const NUMBERS: Seen = { areRead: true, arePlain: true, areOtherwise: false, pair: undefined, example: '' };

function seenIn(
  words: readonly string[],
  { isRead, isOtherwise, mayHavePoints, mayBeBoolean }: BlockWords,
): Seen {
  return {
    areRead: words.every(isRead),
    arePlain: mayHavePoints && words.every(isNumber),
    areOtherwise: mayHavePoints && words.some(isOtherwise),
    pair: mayBeBoolean && isBooleanPair(words) ? words : undefined,
    example: words[0],
  };
}

function together(one: Seen, other: Seen): Seen {
  const pair = one.pair && other.pair && [...new Set([...one.pair, ...other.pair])];
  return {
    areRead: one.areRead && other.areRead,
    arePlain: one.arePlain && other.arePlain,
    areOtherwise: one.areOtherwise || other.areOtherwise,
    pair: pair && isBooleanPair(pair) ? pair : undefined,
    example: one.example || other.example,
  };
}

function notationOf({ areRead, arePlain, pair, example }: Seen, block: BlockWords): Notation {
  if (areRead) return TRAINED;
  if (block.mayHavePoints && arePlain) return { kind: 'points', example };
  return block.mayBeBoolean && pair !== undefined ? { kind: 'boolean', example } : TRAINED;
}
