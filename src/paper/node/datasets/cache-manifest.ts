/**
 * The manifest of a cached table: a small JSON file beside it. If the registry has no checksum, the one of the first
 * download is used, so that a later change of the file is still detected.
 */
import { readFile, rm } from 'node:fs/promises';
import * as z from 'zod';
import { InputError } from '../../../errors.js';
import { errorCode } from '../../../platform/node/files/system-errors.js';
import { writeFileAtomically } from '../../../platform/node/files/write-file-atomically.js';

const schema = z.strictObject({
  /** SHA-256 of the canonical CSV, in hexadecimal. */
  checksum: z.string().regex(/^[0-9a-f]{64}$/),
  /** Address or path of the original. */
  original: z.string(),
  /** When it was fetched: ISO 8601, UTC. */
  fetched: z.string(),
});

export type CacheManifest = z.infer<typeof schema>;

export async function writeCacheManifest(tablePath: string, manifest: CacheManifest): Promise<void> {
  await writeFileAtomically(
    pathOf(tablePath),
    new TextEncoder().encode(`${JSON.stringify(manifest, null, 2)}\n`),
  );
}

/** The manifest of the table at `tablePath`; undefined if there is none. Throws `InputError` for a damaged one. */
export async function readCacheManifest(tablePath: string): Promise<CacheManifest | undefined> {
  const path = pathOf(tablePath);
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw new InputError(`cannot read ${path} (${(error as Error).message})`, { cause: error });
  }
  try {
    return schema.parse(JSON.parse(text));
  } catch (error) {
    throw new InputError(`${path} is damaged`, { cause: error });
  }
}

export async function removeCacheManifest(tablePath: string): Promise<void> {
  await rm(pathOf(tablePath), { force: true });
}

function pathOf(tablePath: string): string {
  return tablePath.replace(/\.csv\.gz$/, '.json');
}
