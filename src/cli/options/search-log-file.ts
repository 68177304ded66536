/** The log of a search in a file: a line of JSON for each trial, appended and written through at once. */
import { appendFileSync, existsSync, readFileSync, truncateSync } from 'node:fs';
import { InputError } from '../../errors.js';
import type { SearchLog } from '../../pipeline/tuning/search-log.js';

/** A log in a file, which counts its results. */
export interface SearchLogFile extends SearchLog {
  /** The results that the file has by now. */
  readonly results: () => number;
}

/**
 * An incomplete last line, of a run that was killed while it wrote it, is cut off.
 *
 * @throws InputError for a file that cannot be read
 */
export function searchLogFile(path: string): SearchLogFile {
  const text = existsSync(path) ? read(path) : '';
  const complete = text.slice(0, text.lastIndexOf('\n') + 1);
  const lines = complete.split('\n').slice(0, -1);
  const append = withoutRest(path, text, complete);
  let count = lines.length;
  return {
    name: `--search-log ${path}`,
    lines,
    append: (line) => {
      append(line);
      count++;
    },
    // The first line describes the search.
    results: () => Math.max(0, count - 1),
  };
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new InputError(`--search-log ${path} cannot be read: ${(error as Error).message}`, {
      cause: error,
    });
  }
}

/** Appends lines; before the first one, what follows the complete lines is cut off. */
function withoutRest(path: string, text: string, complete: string): SearchLog['append'] {
  let rest = text.length > complete.length;
  return (line) => {
    if (rest) truncateSync(path, Buffer.byteLength(complete));
    rest = false;
    appendFileSync(path, `${line}\n`);
  };
}
