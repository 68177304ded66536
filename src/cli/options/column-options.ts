/** Options for how the columns of a table are treated. */
import { type Command, InvalidArgumentError } from 'commander';
import type { ColumnOverrides } from '../../tables/preparation/column-overrides.js';
import type { Decimal } from '../../tables/preparation/numbers/number-format.js';
import { DECIMALS, THOUSANDS } from '../../tables/preparation/numbers/separators.js';
import { collectNames } from './name-arguments.js';

export interface ColumnOptions
  extends Pick<ColumnOverrides, 'categorical' | 'numeric' | 'date' | 'text' | 'list' | 'drop'> {
  readonly decimal?: Signs<Decimal>;
  readonly thousands?: Signs<(typeof THOUSANDS)[number]>;
  readonly ordinal?: ReadonlyMap<string, readonly string[]>;
  readonly dayFirst?: boolean;
  readonly mergeLabels?: boolean;
  readonly manyClasses?: boolean;
}

export function addColumnOptions(command: Command): Command {
  return command
    .option('--categorical <columns>', 'columns to treat as categorical (comma-separated)', collectNames)
    .option('--numeric <columns>', 'columns to treat as numeric', collectNames)
    .option(
      '--ordinal <column=levels>',
      'a column with ordered levels, from the lowest: "size=S<M<L" (repeatable)',
      collectLevels,
    )
    .option('--date <columns>', 'columns to treat as dates or times', collectNames)
    .option('--text <columns>', 'columns to treat as free text', collectNames)
    .option('--list <columns>', 'columns to treat as lists, such as a|b|c', collectNames)
    .option('--drop <columns>', 'columns to ignore', collectNames)
    .option(
      '--decimal <sign>',
      'decimal sign of numbers in text columns, or in one: "price=," (repeatable; default: by column)',
      signsAmong(DECIMALS),
    )
    .option(
      '--thousands <sign>',
      'what separates thousands in them, "none" for nothing, or in one: "price=." (repeatable)',
      signsAmong(THOUSANDS),
    )
    .option('--day-first', 'of dates such as 1/2/2020, the day is first where no cell decides')
    .option(
      '--merge-labels',
      'merge labels that differ only in letter case, blanks or the spelling of a number',
    )
    .option(
      '--many-classes',
      'accept a target with many classes, even if it looks like measurements or names',
    );
}

export function columnOverrides(
  options: ColumnOptions & Pick<ColumnOverrides, 'missing' | 'keepWords'>,
): ColumnOverrides {
  const { categorical, numeric, ordinal, date, text, list, drop } = options;
  const { decimal, thousands, dayFirst, missing, keepWords } = options;
  return {
    categorical,
    numeric,
    ordinal: ordinal && Object.fromEntries(ordinal),
    date,
    text,
    list,
    drop,
    decimal: plainSigns(decimal),
    thousands: plainSigns(thousands),
    dayFirst,
    missing,
    keepWords,
  };
}

const COLUMN = /^(?:"((?:[^"]|"")*)"|([^"=]+))=/;
const LEVEL = /(?:"((?:[^"]|"")*)"|([^"<]+))(<|$)/y;

/** One sign for all columns, or signs by the name of the column. */
type Signs<S extends string> = S | ReadonlyMap<string, S>;

function plainSigns<S extends string>(signs: Signs<S> | undefined): S | Record<string, S> | undefined {
  return signs instanceof Map ? Object.fromEntries(signs) : (signs as S | undefined);
}

/** Reads `,` for all columns, or `name=,` beside those of earlier uses of the option. */
function signsAmong<S extends string>(choices: readonly S[]) {
  const isSign = (text: string): text is S => (choices as readonly string[]).includes(text);
  return (text: string, earlier?: Signs<S>): Signs<S> => {
    const column = COLUMN.exec(text);
    const sign = column === null ? text : text.slice(column[0].length);
    if (!isSign(sign)) {
      const allowed = choices.map((each) => `"${each}"`).join(', ');
      throw new InvalidArgumentError(
        `Allowed signs are ${allowed}, for one column such as "price=${choices[0]}".`,
      );
    }
    if (column === null) return sign;
    if (typeof earlier === 'string') {
      throw new InvalidArgumentError('Give one sign for all columns, or one for each of some columns.');
    }
    return new Map(earlier).set(unquoted(column[1], column[2]), sign);
  };
}

/**
 * The levels of `name=a<b<c`, beside those of earlier uses of the option. Names with `=` or quotes and levels with `<`
 * or quotes are quoted as in CSV.
 */
function collectLevels(
  text: string,
  earlier: ReadonlyMap<string, readonly string[]> = new Map(),
): Map<string, readonly string[]> {
  const refuse = () => new InvalidArgumentError('Give a column and its levels, such as "size=S<M<L".');
  const column = COLUMN.exec(text);
  if (column === null) throw refuse();
  const levels: string[] = [];
  LEVEL.lastIndex = column[0].length;
  for (let more = true; more; ) {
    const match = LEVEL.exec(text);
    if (match === null) throw refuse();
    levels.push(unquoted(match[1], match[2]));
    more = match[3] === '<';
  }
  return new Map(earlier).set(unquoted(column[1], column[2]), levels);
}

function unquoted(quoted: string | undefined, plain: string): string {
  return quoted === undefined ? plain : quoted.replaceAll('""', '"');
}
