/** The arguments of `benchmark` for own tables, as they are typed in a shell. */
import { csvLine } from '../../results/csv-line.js';
import { COLUMN_LISTS } from '../../tables/preparation/column-overrides.js';
import { shellWord } from '../../text/shell-word.js';
import type { TableSettings } from '../experiments/cell.js';

/** Of tables that are read and used alike. */
export function tableArguments(tables: readonly TableSettings[]): string[] {
  const targets = new Map(tables.map(({ file, target }) => [file, target]));
  const { reading = {}, overrides = {}, mergeLabels, manyClasses } = tables[0];
  const { header, missing, keepWords } = reading;
  return [
    ...[...targets.keys()].flatMap((file) => option('table', file)),
    ...[...targets].flatMap(([file, target]) => option('target', `${file}=${target}`)),
    ...option('format', reading.format),
    ...option('delimiter', reading.delimiter),
    ...(header === undefined ? [] : [header ? '--header' : '--no-header']),
    ...option('encoding', reading.encoding),
    ...option('missing', missing && listed(missing)),
    ...option('keep-words', keepWords && listed(keepWords)),
    ...COLUMN_LISTS.flatMap((list) => option(list, overrides[list] && listed(overrides[list]))),
    ...Object.entries(overrides.ordinal ?? {}).flatMap(([name, levels]) =>
      option(
        'ordinal',
        `${quotedWith('=', name)}=${levels.map((level) => quotedWith('<', level)).join('<')}`,
      ),
    ),
    ...option('decimal', overrides.decimal),
    ...option('thousands', overrides.thousands),
    ...(overrides.dayFirst ? ['--day-first'] : []),
    ...(mergeLabels ? ['--merge-labels'] : []),
    ...(manyClasses ? ['--many-classes'] : []),
  ];
}

function option(name: string, value: string | undefined): string[] {
  return value === undefined ? [] : [`--${name} ${shellWord(value)}`];
}

function listed(names: readonly string[]): string {
  return csvLine(names).trimEnd();
}

/** Quoted as in CSV if it has the sign or quotes. */
function quotedWith(sign: string, text: string): string {
  return text.includes(sign) || text.includes('"') ? `"${text.replaceAll('"', '""')}"` : text;
}
