/** Reads a table in Node: from everything that the core reads, and from a path or standard input. */
import { constants, openSync } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import { Socket } from 'node:net';
import { brotliDecompressSync } from 'node:zlib';
import { InputError } from '../../../errors.js';
import type { ByteSource } from '../../../tables/reading/byte-source.js';
import { isParquet } from '../../../tables/reading/parquet/footer.js';
import type { RandomAccess } from '../../../tables/reading/parquet-blocks.js';
import {
  type ReadTableBlocksOptions,
  type ReadTableOptions,
  readTableBlocks as readBlocksOfBytes,
  readTable as readBytes,
  readParquetBlocks,
} from '../../../tables/reading/read-table.js';
import type { Table } from '../../../tables/table.js';
import { readingAdvice, withAdvice } from './system-errors.js';
import { zlibGunzip, zlibZstd } from './zlib-decompressors.js';

const BUFFER_BYTES = 1 << 20;
const UNPACKERS = { decompressor: zlibGunzip, zstd: zlibZstd, brotli: zlibBrotli };

const ADVICE = readingAdvice([
  ['ENOENT', 'there is no such file; check the path'],
  ['ENOTDIR', 'there is no such file; check the path'],
  ['EISDIR', 'this is a directory; give a file in it'],
  ['EACCES', 'the file may not be read; check its permissions'],
  ['EPERM', 'the file may not be read; check its permissions'],
]);

/**
 * Reads a table from a path, from standard input (`-`), or from any source of the core's `readTable`.
 * `options.name` defaults to the path, or to `standard input`. Throws `InputError` for a file that is
 * missing, a directory or unreadable, and as the core's `readTable`.
 */
export async function readTable(source: string | ByteSource, options: ReadTableOptions = {}): Promise<Table> {
  if (typeof source !== 'string') return readBytes(source, { ...UNPACKERS, ...options });
  const name = options.name ?? (source === '-' ? 'standard input' : source);
  const chunks = source === '-' ? explained(process.stdin, name) : tableFileBytes(source, name);
  return readBytes(chunks, { ...UNPACKERS, ...options, name });
}

/**
 * Reads a table block by block from the same sources, in memory that does not grow with its rows: see the core's
 * `readTableBlocks`. A Parquet file that is named by its path is read by row groups. Throws as `readTable`.
 */
export async function* readTableBlocks(
  source: string | ByteSource,
  options: ReadTableBlocksOptions & {
    /** Called with the bytes of the file that have been read so far. */
    readonly onBytes?: (bytes: number) => void;
  } = {},
): AsyncGenerator<Table, undefined> {
  const all = { ...UNPACKERS, ...options };
  if (typeof source !== 'string') {
    yield* readBlocksOfBytes(source, all);
    return;
  }
  const name = options.name ?? (source === '-' ? 'standard input' : source);
  const { format = 'parquet', onBytes = () => {} } = options;
  if (source !== '-' && format === 'parquet' && (await isParquetFile(source))) {
    const file = await open(source);
    try {
      yield* readParquetBlocks(randomAccess(file, (await file.stat()).size, onBytes), { ...all, name });
    } finally {
      await file.close();
    }
    return;
  }
  const chunks = source === '-' ? explained(process.stdin, name) : tableFileBytes(source, name);
  yield* readBlocksOfBytes(counted(chunks, onBytes), { ...all, name });
}

async function* counted(
  chunks: AsyncIterable<Uint8Array>,
  onBytes: (bytes: number) => void,
): AsyncGenerator<Uint8Array, undefined> {
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.length;
    onBytes(bytes);
    yield chunk;
  }
}

/** False for a file that cannot be read, which the reading explains. */
async function isParquetFile(path: string): Promise<boolean> {
  const stats = await stat(path).catch(() => undefined);
  if (!stats?.isFile()) return false;
  const file = await open(path).catch(() => undefined);
  try {
    const head = new Uint8Array(4);
    const { bytesRead } = (await file?.read(head, 0, head.length)) ?? { bytesRead: 0 };
    return bytesRead === head.length && isParquet(head);
  } finally {
    await file?.close();
  }
}

function randomAccess(file: FileHandle, size: number, onBytes: (bytes: number) => void): RandomAccess {
  return {
    size,
    async read(start, end) {
      const bytes = new Uint8Array(end - start);
      for (let at = 0; at < bytes.length; ) {
        const { bytesRead } = await file.read(bytes, at, bytes.length - at, start + at);
        if (bytesRead === 0) throw new Error('the file became shorter while it was read');
        at += bytesRead;
      }
      onBytes(end);
      return bytes;
    },
  };
}

/**
 * The bytes of a file piece by piece; each is valid until the next one is asked for. Throws `InputError` for a file that
 * is missing, a directory or unreadable, with `name` as its name.
 */
export function tableFileBytes(path: string, name = path): AsyncGenerator<Uint8Array, undefined> {
  return explained(fileChunks(path), name);
}

/** The same chunks, with the operating system's errors in plain words. */
async function* explained(
  chunks: AsyncIterable<Uint8Array>,
  name: string,
): AsyncGenerator<Uint8Array, undefined> {
  try {
    yield* chunks;
  } catch (error) {
    const explained = withAdvice(error, name, ADVICE);
    if (explained instanceof InputError) throw explained;
    throw new InputError(`${name}: cannot be read (${(error as Error).message})`, { cause: error });
  }
}

function zlibBrotli(packed: Uint8Array, size: number): Uint8Array {
  return new Uint8Array(brotliDecompressSync(packed, { maxOutputLength: size }));
}

/** A file piece by piece through one buffer: each piece is valid until the next one is asked for. */
async function* fileChunks(path: string): AsyncGenerator<Uint8Array, undefined> {
  if ((await stat(path)).isFIFO()) {
    yield* pipeChunks(path);
    return;
  }
  const file = await open(path);
  try {
    const buffer = new Uint8Array(BUFFER_BYTES);
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, buffer.length);
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}

/**
 * A named pipe, or one of the shell such as `<(zcat table.gz)`, through the event loop: a thread waiting for its writer
 * would keep the process from ending.
 */
async function* pipeChunks(path: string): AsyncGenerator<Uint8Array, undefined> {
  const socket = new Socket({ fd: openSync(path, constants.O_RDONLY | constants.O_NONBLOCK) });
  try {
    for await (const chunk of socket) yield chunk;
  } finally {
    socket.destroy();
  }
}
