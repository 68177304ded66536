/** The identity of the file behind a path or a stream, to detect that two of them are the same. */
import { type BigIntStats, fstatSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { followDanglingLinks } from './write-file-atomically.js';

/**
 * Equal for two paths of the same file, with links followed. A file that does not exist yet is identified by its folder
 * and its name. Undefined for files that may be shared, such as terminals, sockets and `/dev/null`, and for a path that
 * cannot be resolved.
 */
export async function identityOfFile(path: string): Promise<string | undefined> {
  try {
    return identityOf(await stat(path, { bigint: true }));
  } catch {
    return identityOfMissing(path);
  }
}

/** The same for an open file: 0 is standard input, 1 standard output. */
export async function identityOfStream(descriptor: number): Promise<string | undefined> {
  try {
    return identityOf(fstatSync(descriptor, { bigint: true }));
  } catch {
    return undefined; // it is closed
  }
}

function identityOf(stats: BigIntStats): string | undefined {
  const isShared = stats.isCharacterDevice() || stats.isSocket();
  return isShared ? undefined : `${stats.dev}:${stats.ino}`;
}

async function identityOfMissing(path: string): Promise<string | undefined> {
  try {
    const target = await followDanglingLinks(resolve(path));
    return `${identityOf(await stat(dirname(target), { bigint: true }))}/${basename(target)}`;
  } catch {
    return undefined; // its folder does not exist either, which opening the file reports
  }
}
