/** JSON lines (https://jsonlines.org): one object per line. */
import type { Column } from '../table.js';
import { ByteWindow, LINE_FEED } from './byte-window.js';
import { decodeJson, type JsonOptions, JsonTable, LONGEST_OBJECT_BYTES } from './json-table.js';
import { badLine } from './place.js';
import { byteOrderMarkLength, refuseBinary } from './text-checks.js';

const FORM = { name: 'JSON lines', advice: 'write one JSON object per line' };

/**
 * Reads JSON lines block by block; blank lines are skipped. Throws `InputError`, with the line, for anything that is not an object, a duplicate key, a
 * nested value other than a list, an infinite number in a numeric column, text that is not UTF-8, and for a table with so many
 * absent keys that it would be out of proportion to the text.
 */
export async function* jsonLineBlocks(
  chunks: AsyncIterable<Uint8Array>,
  options: JsonOptions,
): AsyncGenerator<Column[]> {
  const table = new JsonTable(options, FORM);
  const window = new ByteWindow();
  let line = 0;
  let searchFrom = 0;

  const takeLine = (end: number): void => {
    line++;
    const bytes = window.bytes.subarray(window.position, end);
    const body = line === 1 ? bytes.subarray(byteOrderMarkLength(bytes)) : bytes;
    refuseBinary(body, options.source, line);
    const text = decodeJson(body, options.source, line);
    if (text.trim() !== '') table.add(text, line);
    window.position = end + 1;
  };

  for await (const chunk of chunks) {
    const left = window.end - window.position;
    window.append(chunk);
    searchFrom = window.position + left;
    for (;;) {
      const end = window.bytes.indexOf(LINE_FEED, searchFrom);
      if (end >= window.end) break;
      takeLine(end);
      searchFrom = window.position;
    }
    for (const block of table.takeBlocks()) yield block;
    if (window.end - window.position > LONGEST_OBJECT_BYTES) {
      throw badLine(options.source, line + 1, 'the line does not end; write one JSON object per line');
    }
  }
  if (window.position < window.end) takeLine(window.end);
  table.finish();
  for (const block of table.takeBlocks()) yield block;
}
