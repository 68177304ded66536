/** Reads the bytes of a model, no more than its header asks for: a path may lead to anything. */
import { constants as bufferConstants } from 'node:buffer';
import { constants, type FileHandle, open } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { InputError } from '../../../errors.js';
import { readModelHeader } from '../../../modelfile/model-format.js';
import { headerEnd, readTensorEntries, storedBytes } from '../../../modelfile/safetensors-header.js';
import { errorCode, readingAdvice, withAdvice } from './system-errors.js';

const ADVICE = readingAdvice([
  ['ENOENT', 'there is no such file: check the path'],
  ['EISDIR', 'it is a folder: give the path of a model file'],
  ['EACCES', 'permission denied: change the permissions of the file'],
  ['EPERM', 'the system does not permit it: change the permissions of the file'],
  ['ENXIO', 'it is a socket or a device that cannot be read: give the path of a model file'],
]);

/** Most bytes that are read from a pipe or device, whose size is unknown: 1 GiB. */
const MOST_FROM_STREAM = 2 ** 30;
/** How long a pipe may have no writer before it counts as empty, and the time between two checks. */
const PATIENCE_MS = 5000;
const LOOK_MS = 20;

/**
 * The bytes of the model file at `path`: of a regular file, all of them, once its header fits its size; of a pipe or
 * device as many as the header asks for, up to 1 GiB.
 *
 * @throws InputError, naming the path, if it cannot be read, or the header is not that of a model or does not fit.
 */
export async function readModelFile(path: string): Promise<Uint8Array> {
  let file: FileHandle | undefined;
  try {
    // Without O_NONBLOCK (which Windows lacks) opening a pipe waits for a writer, and cannot be cancelled.
    file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    const stats = await file.stat();
    return stats.isFile() ? await readRegular(file, stats.size, path) : await readStream(file, path);
  } catch (error) {
    throw withAdvice(error, `cannot read the model ${path}`, ADVICE);
  } finally {
    await file?.close();
  }
}

async function readRegular(file: FileHandle, size: number, path: string): Promise<Uint8Array> {
  const read = (from: number, to: number) => readBytes(file, Math.min(to, size) - from, { from });
  const start = await read(0, 8);
  const header = readModelHeader(await read(0, headerEnd(start, path)), path);
  readTensorEntries(header, size - header.dataStart, path);
  if (size > bufferConstants.MAX_LENGTH) {
    throw new InputError(
      `cannot read the model ${path}: ${size} bytes are more than one buffer of Node holds`,
    );
  }
  return read(0, size);
}

async function readStream(file: FileHandle, path: string): Promise<Uint8Array> {
  const start = await readBytes(file, 8, { patient: true });
  const rest = await readBytes(file, headerEnd(start, path) - start.length);
  const header = Buffer.concat([start, rest]);
  const needed = storedBytes(readModelHeader(header, path), path);
  if (header.length + needed > MOST_FROM_STREAM) {
    throw new InputError(
      `cannot read the model ${path}: its header asks for ${header.length + needed} bytes, and from what is not a ` +
        `regular file no more than ${MOST_FROM_STREAM} are read: save it to a file first`,
    );
  }
  // One more byte shows whether anything follows the model.
  return Buffer.concat([header, await readBytes(file, needed + 1)]);
}

interface Reading {
  /** Default: the end of the last reading. */
  readonly from?: number;
  /** Whether to wait for the writer of a pipe that has none yet, and looks as if it had ended. */
  readonly patient?: boolean;
}

/** `count` bytes; fewer if the file ends before. */
async function readBytes(
  file: FileHandle,
  count: number,
  { from, patient = false }: Reading = {},
): Promise<Buffer> {
  const bytes = Buffer.alloc(count);
  const deadline = performance.now() + (patient && (await file.stat()).isFIFO() ? PATIENCE_MS : 0);
  let at = 0;
  while (at < count) {
    const found = await readSome(file, bytes, at, from === undefined ? null : from + at);
    if (found === 0 && (at > 0 || performance.now() >= deadline)) break;
    if (found) at += found;
    else await wait(LOOK_MS);
  }
  return bytes.subarray(0, at);
}

/** The number of bytes read; undefined if there are none yet. */
async function readSome(
  file: FileHandle,
  bytes: Buffer,
  at: number,
  position: number | null,
): Promise<number | undefined> {
  try {
    return (await file.read(bytes, at, bytes.length - at, position)).bytesRead;
  } catch (error) {
    if (errorCode(error) === 'EAGAIN') return undefined;
    throw error;
  }
}
