/**
 * Weka's ARFF, the format of OpenML's downloads: a header of typed attributes, then lines of cells.
 * Supports dense data of all attribute types except `relational`; sparse rows are refused (no data set here has them).
 */
import { InputError } from '../../../errors.js';
import { type Cell, tableFromColumns } from '../../../tables/preparation/table-from-columns.js';
import { checkColumnNames } from '../../../tables/reading/column-names.js';
import { badCell, badLine } from '../../../tables/reading/place.js';
import { byteOrderMarkLength } from '../../../tables/reading/text-checks.js';
import type { Table } from '../../../tables/table.js';
import { quote } from '../../../text/name-list.js';
import { parseNumber } from '../../../text/number-text.js';
import { ArffCells } from './arff-cells.js';

interface Attribute {
  readonly name: string;
  readonly kind: 'numeric' | 'text' | 'nominal';
  /** The values a nominal attribute may have. */
  readonly values: ReadonlySet<string>;
  readonly cells: Cell[];
}

const NUMERIC = new Set(['numeric', 'real', 'integer']);
const TEXT = new Set(['string', 'date']);

/**
 * One column per attribute, numeric for `numeric`, `real` and `integer`, text for `string`, `date` and
 * nominal ones. An unquoted `?` is a missing cell. Keywords may be in any case; a line that starts with `%`
 * is a comment.
 *
 * @throws InputError, with the line, for anything that is not dense ARFF: an unknown keyword or type, a wrong
 *   number of cells, an invalid number, a value that its nominal attribute does not declare, empty or duplicate names,
 *   no rows.
 */
export function readArff(bytes: Uint8Array, source: string): Table {
  const lines = new TextDecoder().decode(bytes.subarray(byteOrderMarkLength(bytes))).split(/\r\n?|\n/);
  const attributes: Attribute[] = [];
  let inData = false;
  lines.forEach((text, index) => {
    const line = text.trim();
    if (line === '' || line.startsWith('%')) return;
    if (inData) readRow(line, attributes, source, index + 1);
    else inData = readDeclaration(line, attributes, source, index + 1);
  });
  if (!inData) throw new InputError(`${source}: no @data line: this is not an ARFF file, or it is cut off`);
  checkColumnNames(
    attributes.map(({ name }) => name),
    source,
  );
  if (attributes[0].cells.length === 0)
    throw new InputError(`${source}: no rows after @data: the file is cut off`);
  return tableFromColumns(
    attributes.map(({ name, cells }) => [name, cells] as const),
    source,
  );
}

/** Reads one line of the header; true for `@data`, which ends it. */
function readDeclaration(line: string, attributes: Attribute[], source: string, number: number): boolean {
  const [, keyword, rest] = /^@(\w+)\s*(.*)$/.exec(line) ?? [];
  switch (keyword?.toLowerCase()) {
    case 'relation':
      return false;
    case 'attribute':
      attributes.push(readAttribute(rest, source, number));
      return false;
    case 'data':
      if (attributes.length === 0) throw badLine(source, number, '@data comes before any @attribute');
      return true;
    default:
      throw badLine(source, number, `expected @relation, @attribute or @data, found ${quote(line)}`);
  }
}

function readAttribute(text: string, source: string, line: number): Attribute {
  const cells = new ArffCells(text, source, line);
  const name = cells.word();
  const type = cells.rest();
  const none = new Set<string>();
  if (type.startsWith('{')) {
    if (!type.endsWith('}'))
      throw badLine(source, line, `attribute ${quote(name)}: the list has no closing }`);
    const values = new ArffCells(type.slice(1, -1), source, line).list().map(({ text: value }) => value);
    return { name, kind: 'nominal', values: new Set(values), cells: [] };
  }
  const [word = ''] = type.toLowerCase().split(/\s/);
  if (NUMERIC.has(word)) return { name, kind: 'numeric', values: none, cells: [] };
  if (TEXT.has(word)) return { name, kind: 'text', values: none, cells: [] };
  throw badLine(
    source,
    line,
    `attribute ${quote(name)} has type ${quote(type)}: it must be numeric, real, integer, string, date or {...}`,
  );
}

function readRow(line: string, attributes: readonly Attribute[], source: string, number: number): void {
  if (line.startsWith('{')) {
    throw badLine(source, number, 'a sparse row, {index value, ...}: convert the file to dense ARFF');
  }
  const row = new ArffCells(line, source, number).list();
  if (row.length !== attributes.length) {
    throw badLine(source, number, `${row.length} cells for ${attributes.length} attributes`);
  }
  attributes.forEach(({ name, kind, values, cells }, i) => {
    const { text, quoted } = row[i];
    if (text === '?' && !quoted) cells.push(null);
    else if (kind === 'numeric') {
      const value = parseNumber(text);
      if (Number.isNaN(value)) throw badCell(source, number, name, `${quote(text)} is not a number`);
      cells.push(value);
    } else if (kind === 'nominal' && !values.has(text)) {
      throw badCell(source, number, name, `${quote(text)} is not a value of this attribute`);
    } else cells.push(text);
  });
}
