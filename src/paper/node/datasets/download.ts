/**
 * Downloads one file into a part file. A broken download is resumed (RFC 9110, Range and If-Range) after a delay that
 * grows with each attempt, a stalled connection is given up, and lengths that the server states are checked.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { InputError } from '../../../errors.js';
import { byteChunks } from '../../../tables/reading/byte-source.js';
import { VERSION } from '../../../version.js';
import type { PartFile } from './part-file.js';
import { StallWatch } from './stall-watch.js';

export interface DownloadOptions {
  /** Ends the download; what has arrived stays in the part file. */
  readonly signal?: AbortSignal;
  /** Maximum size of the file. Default 256 MiB. */
  readonly mostBytes?: number;
  /** Maximum number of attempts. Default 5. */
  readonly attempts?: number;
  /** A connection on which nothing arrives for this long is given up. Default 30 000. */
  readonly stallMilliseconds?: number;
  /**
   * Milliseconds to wait after the failed attempt `attempt`, counted from 1. Default: a random time up to
   * 0.5 s, doubled with each attempt ("full jitter", so that many clients do not retry at the same time).
   */
  readonly delay?: (attempt: number) => number;
  /** Called for each chunk received. */
  readonly onProgress?: (progress: DownloadProgress) => void;
}

export interface DownloadProgress {
  readonly received: number;
  /** Undefined if the server does not state it. */
  readonly total: number | undefined;
}

const FIRST_DELAY = 500;
/** Upper limit for the delay that a server asks for. */
const LONGEST_DELAY = 60_000;
/** Timeout, too many requests, and temporary failures of the server. */
const PASSING_STATUSES = new Set([408, 425, 429, 500, 502, 503, 504]);

/** A temporary failure: another attempt may succeed. */
class PassingFailure extends Error {
  constructor(
    message: string,
    readonly retryAfter?: number,
  ) {
    super(message);
  }
}

/**
 * Downloads `address` into `part`.
 *
 * @throws InputError if the server does not have it, it is too large, the disk is full, or the last attempt failed;
 *   what has arrived stays in the part file for the next call.
 * @throws the signal's reason if it was aborted.
 */
export async function download(
  address: string,
  part: PartFile,
  options: DownloadOptions = {},
): Promise<void> {
  const { attempts = 5, delay = jitter, signal } = options;
  for (let attempt = 1; ; attempt++) {
    try {
      return await tryOnce(address, part, options);
    } catch (error) {
      signal?.throwIfAborted();
      if (!(error instanceof PassingFailure)) throw error;
      if (attempt === attempts) {
        throw new InputError(
          `${address}: ${error.message} after ${attempts} attempts: check the network and run it again to resume`,
          { cause: error },
        );
      }
      const milliseconds = Math.max(delay(attempt), Math.min(error.retryAfter ?? 0, LONGEST_DELAY));
      await wait(milliseconds, undefined, { signal }).catch(() => signal?.throwIfAborted());
    }
  }
}

function jitter(attempt: number): number {
  return Math.random() * FIRST_DELAY * 2 ** (attempt - 1);
}

async function tryOnce(address: string, part: PartFile, options: DownloadOptions): Promise<void> {
  const { mostBytes = 2 ** 28, stallMilliseconds = 30_000, signal, onProgress } = options;
  const watch = new StallWatch(stallMilliseconds, signal);
  try {
    const earlier = await part.resumable();
    const response = await request(address, earlier, watch);
    const from = await startOf(response, earlier?.bytes ?? 0, part, address);
    const total = totalLength(response, from);
    if (total !== undefined && total > mostBytes) throw tooLarge(address, mostBytes);
    const file = await writing(part.path, () => part.open(from, validatorOf(response)));
    let received = from;
    try {
      for await (const chunk of chunksOf(response, watch)) {
        received += chunk.length;
        if (received > mostBytes) throw tooLarge(address, mostBytes);
        await writing(part.path, () => file.appendFile(chunk));
        onProgress?.({ received, total });
      }
    } finally {
      await file.close();
    }
    if (total === undefined || received === total) return;
    if (received > total) await part.discard();
    throw new PassingFailure(`${received} bytes arrived, but the server stated ${total}`);
  } finally {
    watch.stop();
  }
}

async function request(
  address: string,
  earlier: { bytes: number; validator: string } | undefined,
  watch: StallWatch,
): Promise<Response> {
  // A compressed transfer could not be checked for its length or resumed.
  const headers = new Headers({ 'Accept-Encoding': 'identity', 'User-Agent': `qcl-mixnet/${VERSION}` });
  if (earlier !== undefined) {
    headers.set('Range', `bytes=${earlier.bytes}-`);
    headers.set('If-Range', earlier.validator);
  }
  try {
    return await fetch(address, { headers, signal: watch.signal });
  } catch (error) {
    throw new PassingFailure(watch.stalled ?? reasonOf(error));
  }
}

/** The first byte of the response: `have` if the server resumes, 0 if it starts over. */
async function startOf(response: Response, have: number, part: PartFile, address: string): Promise<number> {
  const { status, headers } = response;
  if (status === 200) return 0;
  if (status === 206 && have > 0 && headers.get('Content-Range')?.startsWith(`bytes ${have}-`)) return have;
  await response.body?.cancel();
  if (status === 206 || status === 416) {
    await part.discard();
    throw new PassingFailure('the server could not resume the download');
  }
  const answer = `the server answered ${status} ${response.statusText}`.trimEnd();
  if (PASSING_STATUSES.has(status)) throw new PassingFailure(answer, retryAfter(headers));
  throw new InputError(`${address}: ${answer}`);
}

/** The length of the whole file; undefined if the server does not state it or compresses the transfer. */
function totalLength({ headers }: Response, from: number): number | undefined {
  const length = headers.get('Content-Length');
  if (isPacked(headers) || length === null || !/^\d+$/.test(length)) return undefined;
  return from + Number(length);
}

/** Identifies this version of the file; undefined if a resumed download could mix two versions. */
function validatorOf({ headers }: Response): string | undefined {
  if (isPacked(headers)) return undefined;
  const tag = headers.get('ETag');
  if (tag !== null && !tag.startsWith('W/')) return tag;
  return headers.get('Last-Modified') ?? undefined;
}

function isPacked(headers: Headers): boolean {
  return !['', 'identity'].includes(headers.get('Content-Encoding') ?? '');
}

/** In milliseconds. Only the form in seconds is used: a date would need synchronised clocks. */
function retryAfter(headers: Headers): number | undefined {
  const seconds = headers.get('Retry-After') ?? '';
  return /^\d+$/.test(seconds) ? Number(seconds) * 1000 : undefined;
}

async function* chunksOf(response: Response, watch: StallWatch): AsyncGenerator<Uint8Array, undefined> {
  if (response.body === null) return;
  try {
    for await (const chunk of byteChunks(response.body, response.url)) {
      watch.touch();
      yield chunk;
    }
  } catch (error) {
    throw new PassingFailure(watch.stalled ?? reasonOf(error));
  }
}

/** Turns errors of the disk into `InputError`: another attempt would not help. */
async function writing<T>(path: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    throw new InputError(
      `cannot write ${path} (${(error as Error).message}): free some space or choose another folder with XDG_CACHE_HOME`,
      { cause: error },
    );
  }
}

function tooLarge(address: string, mostBytes: number): InputError {
  return new InputError(
    `${address}: the file is larger than ${mostBytes} bytes, so it cannot be the right one`,
  );
}

/** The message of an error of `fetch` only says that it failed; its cause says why. */
function reasonOf(error: unknown): string {
  const { message, cause } = error as Error;
  return cause instanceof Error ? `${message} (${cause.message})` : message;
}
