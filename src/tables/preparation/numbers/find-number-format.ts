/** Finds how the numbers of a text column are written. */
import { hasLeadingZero, isNumber } from '../../../text/number-text.js';
import type { WordCounts } from '../word-counts.js';
import {
  type Decimal,
  fits,
  groupsOf,
  type NumberFormat,
  type Thousands,
  type WrittenNumber,
  writtenNumber,
} from './number-format.js';

/** From this share of numbers, the other cells of a text column are considered mistakes. */
export const MOSTLY_NUMBERS = 0.9;

/** What the user says about the numbers of a text column. */
export interface NumberSigns {
  readonly decimal?: Decimal;
  /** `none` for no separator. */
  readonly thousands?: Thousands | 'none';
}

export interface FoundNumbers {
  /** Undefined if all are plain numbers. */
  readonly format: NumberFormat | undefined;
  /** Cells that are numbers in this format. */
  readonly cells: number;
  /** The same words would be numbers, with other values, if the comma were the decimal sign. */
  readonly ambiguous: boolean;
}

/**
 * How the words of a column are written if at least 90 % of the cells are numbers of one format, else undefined:
 *
 * - Percent signs and one currency or unit of measurement may surround them; parentheses are negative numbers.
 * - Comma and point are decimal sign or separator of thousands, whichever makes more cells numbers. Where both do, the
 *   point is the decimal sign, so that `1,234` is 1234; but amounts of a currency that all have three digits after the
 *   point have it between groups.
 * - Words with leading zeros are codes, not numbers, unless they are percentages or have a unit.
 */
export function findNumberFormat(
  { words, counts, present }: WordCounts,
  options: NumberSigns = {},
): FoundNumbers | undefined {
  const allowed = present - Math.ceil(MOSTLY_NUMBERS * present - 1e-9);
  const written: (WrittenNumber | undefined)[] = [];
  let others = 0;
  let plain = options.decimal !== ',' && options.thousands !== '.';
  let codes = false;
  for (let i = 0; i < words.length; i++) {
    const number = writtenNumber(words[i]);
    written.push(number);
    if (number === undefined) {
      others += counts[i];
      if (others > allowed) return undefined;
    } else {
      plain &&= isNumber(words[i]);
      codes ||= number.unit === undefined && !number.percent && hasLeadingZero(number.digits);
    }
  }
  if (codes || others === present) return undefined;
  if (plain) return { format: undefined, cells: present - others, ambiguous: false };
  const unit = mostFrequentUnit(written, counts);
  const percent = written.some((number) => number?.percent);
  const formats = (['.', ','] as const)
    .filter((decimal) => isAllowed(decimal, options))
    .map((decimal) => {
      const thousands = options.thousands ?? usedThousands(written, decimal);
      const format: NumberFormat = {
        decimal,
        ...(thousands !== '' && { thousands }),
        ...(unit !== undefined && { unit }),
        ...(percent && { percent }),
      };
      return { format, cells: cellsOf(written, counts, format) };
    });
  const cells = Math.max(...formats.map((each) => each.cells));
  if (cells < MOSTLY_NUMBERS * present) return undefined;
  const best = formats.filter((each) => each.cells === cells).map((each) => each.format);
  const grouped =
    unit !== undefined && best.find(({ decimal, thousands }) => decimal === ',' && thousands === '.');
  const format = grouped || best[0];
  const ambiguous = best.length > 1 && format.thousands === (format.decimal === '.' ? ',' : '.');
  return { format, cells, ambiguous };
}

function isAllowed(decimal: Decimal, { decimal: given, thousands }: NumberSigns): boolean {
  return decimal === (given ?? decimal) && decimal !== thousands;
}

function mostFrequentUnit(written: readonly (WrittenNumber | undefined)[], counts: readonly number[]) {
  const cells = new Map<string, number>();
  written.forEach((number, i) => {
    const unit = number?.unit;
    if (unit !== undefined) cells.set(unit, (cells.get(unit) ?? 0) + counts[i]);
  });
  return [...cells].sort((one, other) => other[1] - one[1])[0]?.[0];
}

/** The separator of the first number that has one; '' if there is none. */
function usedThousands(written: readonly (WrittenNumber | undefined)[], decimal: Decimal): Thousands | '' {
  for (const number of written) {
    const groups = number && groupsOf(number.digits, decimal);
    if (groups) return groups;
  }
  return '';
}

function cellsOf(
  written: readonly (WrittenNumber | undefined)[],
  counts: readonly number[],
  format: NumberFormat,
): number {
  let cells = 0;
  written.forEach((number, i) => {
    if (number !== undefined && fits(number, format)) cells += counts[i];
  });
  return cells;
}
