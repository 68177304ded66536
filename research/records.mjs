// Records of a research script: a line of JSON for each finished run, so that a run is never made again.
import { appendFileSync, existsSync, readFileSync } from 'node:fs';

/** The records of the file; none if there is no such file. */
export function linesOf(path) {
  if (!existsSync(path)) return [];
  return readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}

/** Appends and prints a record. */
export function lineOf(path, record) {
  appendFileSync(path, `${JSON.stringify(record)}\n`);
  console.log(JSON.stringify(record));
}

/** `42-46` or `42` as a list. */
export function seedsOf(text) {
  const [first, last = first] = text.split('-').map(Number);
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}
