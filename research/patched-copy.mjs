// A copy of the built program with other constants, so that a trial needs no option in the program itself.
import { cpSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** @typedef {readonly [file: string, found: string | RegExp, replacement: string]} Patch `found` occurs once */

/**
 * The folder of the copy, beside `dist`, so that packages are found. The caller removes it.
 *
 * @param {string} dist
 * @param {readonly Patch[]} patches
 */
export function patchedCopy(dist, patches) {
  const folder = mkdtempSync(join(dirname(dist), '.build-trial-'));
  cpSync(dist, folder, {
    recursive: true,
    filter: (path) => path.endsWith('.js') || statSync(path).isDirectory(),
  });
  for (const [file, found, replacement] of patches) {
    const path = join(folder, file);
    const parts = readFileSync(path, 'utf8').split(found);
    if (parts.length !== 2) throw new Error(`${file} has ${found} ${parts.length - 1} times, not once`);
    writeFileSync(path, parts.join(replacement));
  }
  return folder;
}
