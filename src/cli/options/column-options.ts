/** Options for how the columns of a table are treated. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { ColumnOverrides } from '../../tables/preparation/column-overrides.js';
import { DECIMALS, THOUSANDS } from '../../tables/preparation/numbers/separators.js';
import { collectNames } from './name-arguments.js';

export interface ColumnOptions
  extends Pick<
    ColumnOverrides,
    'categorical' | 'numeric' | 'date' | 'text' | 'list' | 'drop' | 'decimal' | 'thousands'
  > {
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
    .addOption(
      new Option('--decimal <sign>', 'decimal sign of numbers in text columns (default: by column)').choices(
        DECIMALS,
      ),
    )
    .addOption(
      new Option(
        '--thousands <sign>',
        'what separates thousands in text columns, "none" for nothing (default: by column)',
      ).choices(THOUSANDS),
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
    decimal,
    thousands,
    dayFirst,
    missing,
    keepWords,
  };
}

const COLUMN = /^(?:"((?:[^"]|"")*)"|([^"=]+))=/;
const LEVEL = /(?:"((?:[^"]|"")*)"|([^"<]+))(<|$)/y;

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
