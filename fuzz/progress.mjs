/**
 * The progress of a child, in a small file that it overwrites at every input. The parent can read it even if the child
 * hangs, and so knows at which input.
 */
import { readSync, writeSync } from 'node:fs';

const FIELDS = /** @type {const} */ ([
  'index',
  'inputs',
  'accepted',
  'refused',
  'failed',
  'slowest',
  'slowestIndex',
]);

/**
 * index: the last input started, -1 while the target prepares; slowest: CPU seconds.
 * @typedef {Record<(typeof FIELDS)[number], number>} Progress
 */

/**
 * @param {number} first the first input
 * @returns {Progress}
 */
export function noProgress(first) {
  return { index: first - 1, inputs: 0, accepted: 0, refused: 0, failed: 0, slowest: 0, slowestIndex: -1 };
}

const numbers = new Float64Array(FIELDS.length);

/**
 * @param {number} file
 * @param {Progress} progress
 */
export function writeProgress(file, progress) {
  for (let i = 0; i < FIELDS.length; i++) numbers[i] = progress[FIELDS[i]];
  writeSync(file, numbers, 0, numbers.byteLength, 0);
}

/**
 * @param {number} file
 * @returns {Progress}
 */
export function readProgress(file) {
  readSync(file, numbers, 0, numbers.byteLength, 0);
  return /** @type {Progress} */ (Object.fromEntries(FIELDS.map((name, i) => [name, numbers[i]])));
}
