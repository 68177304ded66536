/** The description of a table as text, 80 columns wide. */
import type { DescribedColumn } from '../../pipeline/describe-column.js';
import type { TableDescription } from '../../pipeline/describe-table.js';
import { alignedLines, TERMINAL_WIDTH } from '../../text/aligned-table.js';
import { countOf, quote } from '../../text/name-list.js';
import { printableLine } from '../../text/printable.js';
import { inEightyColumns, wrapped } from './terminal-text.js';

const LONGEST_NAME = 24;
const LONGEST_EXAMPLE = 30;
const NUMBER_DIGITS = 6;
/** Further ones are in `--json`. */
const MOST_LINES = 1000;
const MOST_CLASSES = 50;

export function tableDescriptionText(description: TableDescription): string {
  const { source, rows, columns, target, notices } = description;
  const names = columns.length + (target === undefined ? 0 : 1);
  const sections = [
    [
      `${printableLine(source)}: ${countOf(rows, 'row')}, ${countOf(names, 'column')}`,
      ...readingLines(description),
    ],
    columnLines(description),
    ...(target === undefined ? [] : [targetLines(target, rows)]),
    notices.map((notice) => `notice: ${printableLine(notice)}`),
  ];
  const text = sections.filter((lines) => lines.length > 0).map((lines) => `${lines.join('\n')}\n`);
  return inEightyColumns(text.join('\n'), '  ');
}

function readingLines({ reading }: TableDescription): string[] {
  if (reading === undefined) return [];
  const { format, encoding, delimiter, header, missing, keepWords } = reading;
  const parts = [`format ${format}`];
  if (encoding !== undefined) parts.push(`encoding ${encoding}`);
  if (delimiter !== undefined) {
    parts.push(`delimiter ${delimiter.length > 1 ? delimiter : quote(delimiter)}`);
    parts.push(header === false ? 'no header' : 'with a header');
  }
  if (missing !== undefined) parts.push(`missing too: ${missing.map(quote).join(' ')}`);
  if (keepWords !== undefined) parts.push(`not missing: ${keepWords.map(quote).join(' ')}`);
  return [parts.join(', ')];
}

function columnLines({ source, columns, rows }: TableDescription): string[] {
  const shown = columns.slice(0, MOST_LINES);
  const left = alignedLines([
    ['column', 'kind', 'missing', 'distinct'],
    ...shown.map(({ name, kind, missing, distinct }) => [
      cut(name, LONGEST_NAME),
      kind,
      shareText(missing, rows),
      String(distinct),
    ]),
  ]);
  const width = left[0].length;
  const lines = shown.flatMap((column, i) =>
    valuesLines(column, TERMINAL_WIDTH - width - 2).map(
      (line, k) => `${(k === 0 ? left[i + 1] : '').padEnd(width)}  ${line}`,
    ),
  );
  const more = columns.length - shown.length;
  const dropped = shown.filter(({ reason, problem }) => reason !== undefined && problem === undefined);
  const refused = shown.filter(({ problem }) => problem !== undefined);
  return [
    `${left[0]}  values`,
    ...lines.map((line) => line.trimEnd()),
    ...(more > 0 ? [`${more} more columns are in --json`] : []),
    ...(refused.length > 0 ? [`(!) refused by a training: ${countOf(refused.length, 'column')}`] : []),
    ...refused.map(({ problem = '' }) => `  ${printableLine(withoutSource(problem, source))}`),
    ...(dropped.length > 0 ? [`(-) not used for training: ${countOf(dropped.length, 'column')}`] : []),
  ];
}

/** The first line has the name of the table. */
function withoutSource(message: string, source: string): string {
  return message.startsWith(`${source}: `) ? message.slice(source.length + 2) : message;
}

/** Examples and that there is a problem in one line; dates, levels and why the column is not used in as many as they take. */
function valuesLines(column: DescribedColumn, width: number): string[] {
  const { reason, problem, dates, levels } = column;
  if (problem !== undefined) return [`(!) ${shortProblem(column)}`];
  const roles = column.roles ? `(${column.roles.join(', ')}) ` : '';
  // Other roles are the reason.
  const time = column.roles?.includes('time') ? '; the time column' : '';
  const whole = reason ? `(-) ${reason}${time}` : (dates ?? levels) && `${roles}${valuesText(column)}`;
  if (whole === undefined) return [cut(`${roles}${valuesText(column)}`, width)];
  return wrapped(printableLine(whole), { isTTY: true, columns: width }).split('\n');
}

/** The problem itself, which may be long, is below the table. */
function shortProblem({ roles, kind }: DescribedColumn): string {
  if (roles !== undefined) return `not usable as ${roles.join(', ')}`;
  return kind === 'date' ? 'not all dates' : 'not all numbers';
}

/** A range of numbers or dates, ordered levels, or examples. */
function valuesText({ range, dates, levels, distinct, examples }: DescribedColumn): string {
  const ends = range?.map(numberText) ?? dates;
  if (ends !== undefined) return distinct > 1 ? ends.join(' to ') : ends[0];
  if (levels !== undefined) return levels.map((level) => cut(level, LONGEST_EXAMPLE)).join(' < ');
  const shown = examples.map((value) => cut(String(value), LONGEST_EXAMPLE)).join(', ');
  return distinct > examples.length ? `${shown}, ...` : shown;
}

function targetLines(
  { name, classes, problem }: NonNullable<TableDescription['target']>,
  rows: number,
): string[] {
  const head = `target ${quote(name)}`;
  if (problem !== undefined) return [`${head} cannot be predicted: ${printableLine(problem)}`];
  const shown = classes.slice(0, MOST_CLASSES);
  const more = classes.length - shown.length;
  return [
    head,
    ...alignedLines([
      ['class', 'rows', 'share'],
      ...shown.map((each) => [
        cut(String(each.label), LONGEST_NAME),
        String(each.rows),
        shareText(each.rows, rows),
      ]),
    ]),
    ...(more > 0 ? [`${more} more classes are in --json`] : []),
  ];
}

/** Never rounded to nothing. */
function shareText(count: number, rows: number): string {
  if (count === 0) return '0 %';
  const percent = (100 * count) / rows;
  return percent < 0.1 ? '<0.1 %' : `${percent.toFixed(1)} %`;
}

function numberText(value: number): string {
  return String(Number(value.toPrecision(NUMBER_DIGITS)));
}

function cut(text: string, length: number): string {
  const characters = [...printableLine(text)];
  return characters.length <= length ? characters.join('') : `${characters.slice(0, length - 1).join('')}…`;
}
