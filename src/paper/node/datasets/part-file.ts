/**
 * An incomplete download: the bytes so far, and the validator (ETag or date) of the server's file that they belong to.
 * It outlives the process, so that the next one can resume it.
 */
import { type FileHandle, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { abandonedFiles, WRITER_TAG, writerTag } from '../../../platform/node/files/leftover-files.js';
import { errorCode } from '../../../platform/node/files/system-errors.js';

/**
 * A part is named after its download and the process that writes it: NAME.WRITER-NUMBER.part, with its
 * validator in NAME.WRITER-NUMBER.part.etag. Version 0.1.0 gave the process number alone.
 */
const SUFFIX = new RegExp(`^\\.(?:(?<writer>${WRITER_TAG})|\\d+)-\\d+\\.part(?:\\.etag)?$`);
/** Parts that this process is writing. */
const inUse = new Set<string>();

export class PartFile {
  readonly path: string;

  private constructor(path: string) {
    this.path = path;
  }

  /**
   * The part of the download `name` in `folder`: an abandoned one, or a new one. Two running processes never write the
   * same part. Other abandoned parts are removed.
   */
  static async claim(folder: string, name: string): Promise<PartFile> {
    const abandoned = await abandonedParts(folder, name);
    const path = unusedPath(folder, name);
    inUse.add(path);
    if (!abandoned.includes(path)) await adopt(abandoned, path);
    for (const part of abandoned) if (part !== path) await new PartFile(part).discard();
    return new PartFile(path);
  }

  /** Removes all abandoned parts of the download `name`. */
  static async discardAbandoned(folder: string, name: string): Promise<void> {
    for (const part of await abandonedParts(folder, name)) await new PartFile(part).discard();
  }

  /** The number of bytes and their validator; undefined if the download cannot be resumed. */
  async resumable(): Promise<{ readonly bytes: number; readonly validator: string } | undefined> {
    try {
      const validator = await readFile(`${this.path}.etag`, 'utf8');
      const { size } = await stat(this.path);
      return size > 0 && validator !== '' ? { bytes: size, validator } : undefined;
    } catch (error) {
      ignoreMissing(error);
      return undefined;
    }
  }

  /** Opens the file for appending. `from` is the number of bytes to keep: all of them, or 0 to start over. */
  async open(from: number, validator: string | undefined): Promise<FileHandle> {
    if (from > 0) return open(this.path, 'a');
    await rm(`${this.path}.etag`, { force: true });
    const file = await open(this.path, 'w');
    if (validator !== undefined) await writeFile(`${this.path}.etag`, validator);
    return file;
  }

  read(): Promise<Uint8Array> {
    return readFile(this.path);
  }

  async discard(): Promise<void> {
    await rm(this.path, { force: true });
    await rm(`${this.path}.etag`, { force: true });
  }

  /** Leaves the part to the next download. */
  release(): void {
    inUse.delete(this.path);
  }
}

/** The first path for a part of this process that is not in use. */
function unusedPath(folder: string, name: string): string {
  for (let number = 1; ; number++) {
    const path = join(folder, `${name}.${writerTag()}-${number}.part`);
    if (!inUse.has(path)) return path;
  }
}

/** Renames the first of `parts` that no other process has taken in the meantime. */
async function adopt(parts: readonly string[], path: string): Promise<void> {
  for (const part of parts) {
    try {
      // The validator first: a part without one is started over, never resumed with the validator of another.
      await rename(`${part}.etag`, `${path}.etag`).catch(ignoreMissing);
      await rename(part, path);
      return;
    } catch (error) {
      ignoreMissing(error);
    }
  }
}

/** Parts of this download that no process writes, also those of which only the validator exists. */
async function abandonedParts(folder: string, name: string): Promise<string[]> {
  const parse = (file: string) =>
    file.startsWith(name) ? SUFFIX.exec(file.slice(name.length))?.groups : undefined;
  const released = (await readdir(folder)).filter((file) => parse(file)?.writer === writerTag());
  const files = [...released, ...(await abandonedFiles(folder, parse))];
  const parts = files.map((file) => join(folder, file.replace(/\.etag$/, '')));
  return [...new Set(parts)].filter((part) => !inUse.has(part)).sort();
}

function ignoreMissing(error: unknown): void {
  if (errorCode(error) !== 'ENOENT') throw error;
}
