/**
 * A download that is not complete yet: the bytes so far, and what tells whether they still belong to the file
 * the server has. It outlives the process, so that the next one goes on where this one was cut off.
 */
import { type FileHandle, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A part is named after its download and the process that works on it: NAME.PID-NUMBER.part. */
const SUFFIX = /^\.(\d+)-\d+\.part$/;
/** Parts that this process is writing. */
const inUse = new Set<string>();

export class PartFile {
  readonly path: string;

  private constructor(path: string) {
    this.path = path;
  }

  /**
   * The part of the download `name` in `folder`: one that a process left behind, or a new one. Two running
   * processes never write the same part.
   */
  static async claim(folder: string, name: string): Promise<PartFile> {
    const abandoned = await abandonedParts(folder, name);
    const path = unusedPath(folder, name);
    inUse.add(path);
    if (!abandoned.includes(path)) await adopt(abandoned, path);
    return new PartFile(path);
  }

  /** How many bytes are there and under which validator; undefined if they cannot be continued. */
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

  /** The file to append to. `from` is how many bytes of it stay: all that are there, or 0 to start anew. */
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

  /** Removes what has arrived. */
  async discard(): Promise<void> {
    await rm(this.path, { force: true });
    await rm(`${this.path}.etag`, { force: true });
  }

  /** Leaves it to whoever asks next. */
  release(): void {
    inUse.delete(this.path);
  }
}

/** The first name for a part of this process that it is not writing. */
function unusedPath(folder: string, name: string): string {
  for (let number = 1; ; number++) {
    const path = join(folder, `${name}.${process.pid}-${number}.part`);
    if (!inUse.has(path)) return path;
  }
}

/** Renames the first of `parts` that no other process has taken meanwhile. */
async function adopt(parts: readonly string[], path: string): Promise<void> {
  for (const part of parts) {
    try {
      // The validator first: a part without one is started anew, never continued with another's.
      await rename(`${part}.etag`, `${path}.etag`).catch(ignoreMissing);
      await rename(part, path);
      return;
    } catch (error) {
      ignoreMissing(error);
    }
  }
}

/** Parts of this download on which nobody works. */
async function abandonedParts(folder: string, name: string): Promise<string[]> {
  const parts: string[] = [];
  for (const file of (await readdir(folder)).sort()) {
    const match = file.startsWith(name) ? SUFFIX.exec(file.slice(name.length)) : null;
    if (match === null) continue;
    const path = join(folder, file);
    const pid = Number(match[1]);
    if (pid === process.pid ? !inUse.has(path) : !isRunning(pid)) parts.push(path);
  }
  return parts;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

function ignoreMissing(error: unknown): void {
  if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
}
