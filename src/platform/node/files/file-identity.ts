/** Which file a path or a stream is, whatever it is called: what says that two of them are one. */
import { type BigIntStats, fstatSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { followDanglingLinks } from './write-file-atomically.js';

/**
 * Equal for two paths of one file: links are followed, and names do not count but for a file that is not there yet,
 * which is its name in its folder. Undefined for what several may share, as terminals, sockets and `/dev/null`, and
 * for a path that cannot be looked at.
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
    return undefined; // its folder is not there either; whoever opens it says so
  }
}
