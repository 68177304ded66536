/** The files of parts in a folder, compared with its manifest. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { InputError } from '../errors.js';
import { errorCode, readingAdvice, withAdvice } from '../platform/node/files/system-errors.js';
import { type Manifest, manifestPath, type Part, partName, remedy } from './parts-manifest.js';

const ADVICE = readingAdvice([
  ['EACCES', 'permission denied: change the permissions or give another folder with --parts'],
]);

/** The names in `folder` that a reader of all parts would take for one, whoever wrote them. */
export async function namesOfParts(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch((error: unknown) => {
    throw withAdvice(error, `cannot read ${folder}`, ADVICE);
  });
  return names.filter((name) => name.startsWith('part-')).sort();
}

/** Throws `InputError` for `names` of parts in a folder without a manifest. */
export function refuseStrangers(folder: string, names: readonly string[]): void {
  const [name] = names;
  if (name === undefined) return;
  throw new InputError(
    `${join(folder, name)}: the folder has parts but no manifest.json, which says what they were predicted from: ${remedy(folder)}`,
  );
}

/**
 * Throws `InputError` if a part of the manifest is missing or has changed, or if one of `names` is not in it. A run that
 * is stopped between a part and the manifest leaves the next part.
 */
export async function checkParts(
  folder: string,
  { parts, isComplete }: Manifest,
  names: readonly string[],
  extension: string,
): Promise<void> {
  const known = new Set(parts.map(({ file }) => file));
  if (!isComplete) known.add(partName(parts.length, extension));
  const unknown = names.find((name) => !known.has(name));
  if (unknown !== undefined) {
    throw new InputError(
      `${join(folder, unknown)}: this part is not in ${manifestPath(folder)}: ${remedy(folder)}`,
    );
  }
  await checkSizes(folder, parts);
  for (const { file, sha256 } of parts) {
    const path = join(folder, file);
    const hash = createHash('sha256');
    await pipeline(createReadStream(path), hash).catch((error: unknown) => {
      throw withAdvice(error, `cannot read ${path}`, ADVICE);
    });
    if (hash.digest('hex') !== sha256) {
      throw new InputError(`${path}: this part has changed since it was written: ${remedy(folder)}`);
    }
  }
}

/** Throws `InputError` if a part is missing or has another size. */
export async function checkSizes(folder: string, parts: readonly Part[]): Promise<void> {
  for (const { file, bytes } of parts) {
    const path = join(folder, file);
    const found = await stat(path).catch((error: unknown) => {
      if (errorCode(error) === 'ENOENT') return undefined;
      throw error;
    });
    if (!found?.isFile()) throw new InputError(`${path}: this part is missing: ${remedy(folder)}`);
    if (found.size !== bytes) {
      throw new InputError(
        `${path}: this part has ${found.size} bytes instead of ${bytes}, as after damage: ${remedy(folder)}`,
      );
    }
  }
}
