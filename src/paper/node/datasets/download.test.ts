import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { open, readFile, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { failure } from '../../../../test/support/reading.js';
import {
  chunked,
  cutOff,
  ignoringRange,
  stall,
  status,
  TroubledServer,
  whole,
} from '../../../../test/support/troubled-server.js';
import { writerTag } from '../../../platform/node/files/leftover-files.js';
import { type DownloadOptions, type DownloadProgress, download } from './download.js';
import { PartFile } from './part-file.js';

const file = Uint8Array.from({ length: 300_000 }, (_, i) => (i * 7 + (i >> 8)) % 251);
const at = { delay: () => 0 };

let server: TroubledServer;
let address: string;
let folder: string;
let part: PartFile;

beforeEach(async () => {
  server = new TroubledServer(file);
  address = await server.start();
  folder = mkdtempSync(join(tmpdir(), 'download-'));
  part = await PartFile.claim(folder, 'set');
});

afterEach(async () => {
  vi.useRealTimers();
  part.release();
  await server.stop();
  rmSync(folder, { recursive: true });
});

async function get(options: DownloadOptions = {}): Promise<void> {
  const onProgress = (progress: DownloadProgress) => {
    options.onProgress?.(progress);
    server.received(progress.received);
  };
  await download(`${address}/set.zip`, part, { ...at, ...options, onProgress });
}

/** Downloads, and the bytes have to be those of the file. */
async function getRight(options: DownloadOptions = {}): Promise<void> {
  await get(options);
  expect(Buffer.compare(await part.read(), file)).toBe(0);
}

describe('download', () => {
  it('fetches a file and says how far it is', async () => {
    const seen: DownloadProgress[] = [];
    await getRight({ onProgress: (progress) => seen.push(progress) });
    expect(seen.at(-1)).toEqual({ received: file.length, total: file.length });
    expect(server.ranges).toEqual([undefined]);
  });

  it('takes a file without a stated length', async () => {
    server.answers = [chunked];
    await getRight();
  });

  it('goes on where the connection broke', async () => {
    server.answers = [cutOff(100_000), cutOff(50_000)];
    await getRight();
    expect(server.ranges).toEqual([undefined, 'bytes=100000-', 'bytes=150000-']);
  });

  it('gives up a connection that stalls, and goes on', async () => {
    server.answers = [stall(70_000)];
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    server.whenReceived = { bytes: 70_000, act: () => vi.advanceTimersByTime(30_000) };
    await getRight();
    expect(server.ranges).toEqual([undefined, 'bytes=70000-']);
  });

  it('starts anew where the server ignores the range, or has another version', async () => {
    server.answers = [cutOff(100_000), ignoringRange('"version 2"')];
    await getRight();
    expect(server.ranges).toEqual([undefined, 'bytes=100000-']);
  });

  it('starts anew where the server cannot continue', async () => {
    const elsewhere = status(206, { 'Content-Range': 'bytes 5-9/300000' });
    server.answers = [cutOff(100_000), status(416), cutOff(1000), elsewhere];
    await getRight();
    expect(server.ranges).toEqual([undefined, 'bytes=100000-', undefined, 'bytes=1000-', undefined]);
  });

  it('never continues what has no version', async () => {
    server.answers = [
      (_, response) => {
        response.writeHead(200, { 'Content-Length': file.length });
        server.whenReceived = { bytes: 5000, act: () => response.destroy() };
        response.write(file.subarray(0, 5000));
      },
    ];
    await getRight();
    expect(server.ranges).toEqual([undefined, undefined]);
  });

  it('follows redirections', async () => {
    server.answers = [status(301, { Location: '/a' }), status(302, { Location: `${address}/b` })];
    await getRight();
    expect(server.ranges).toHaveLength(3);
  });

  it('asks again after an error that passes, later from time to time', async () => {
    const attempts: number[] = [];
    server.answers = [status(500), status(503, { 'Retry-After': '0' }), status(429)];
    const delay = (attempt: number) => {
      attempts.push(attempt);
      return 1;
    };
    await getRight({ delay });
    expect(attempts).toEqual([1, 2, 3]);
  });

  it('does not ask again for what is not there', async () => {
    server.answers = [status(404)];
    expect(await failure(get())).toBe(`${address}/set.zip: the server answered 404 Not Found`);
    expect(server.ranges).toHaveLength(1);
  });

  it('gives up in the end and keeps what has arrived for the next time', async () => {
    server.answers = [cutOff(100_000), status(500), status(500)];
    expect(await failure(get({ attempts: 3 }))).toMatch(/the server answered 500 .*after 3 attempts: check/);
    part.release();
    part = await PartFile.claim(folder, 'set');
    await getRight();
    expect(server.ranges.at(-1)).toBe('bytes=100000-');
  });

  it('says why there is no connection', async () => {
    await server.stop();
    expect(await failure(get({ attempts: 2 }))).toMatch(/fetch failed \(.*ECONNREFUSED.*after 2 attempts/);
    server = new TroubledServer(file);
    address = await server.start();
  });

  it('refuses what is too large, stated or not', async () => {
    expect(await failure(get({ mostBytes: 1000 }))).toMatch(/larger than 1000 bytes/);
    server.answers = [chunked];
    expect(await failure(get({ mostBytes: 1000 }))).toMatch(/larger than 1000 bytes/);
    expect(server.ranges).toHaveLength(2);
  });

  it.skipIf(!existsSync('/dev/full'))(
    'says that the disk is full, and does not ask the server again',
    async () => {
      const full = {
        path: '/dev/full',
        resumable: async () => undefined,
        open: () => open('/dev/full', 'w'),
      } as unknown as PartFile;
      expect(await failure(download(`${address}/set.zip`, full, at))).toMatch(
        /cannot write \/dev\/full \(ENOSPC/,
      );
      expect(server.ranges).toHaveLength(1);
    },
  );

  it('stops when it is told to, and keeps what has arrived', async () => {
    server.answers = [stall(70_000)];
    const controller = new AbortController();
    const onProgress = ({ received }: DownloadProgress) => {
      if (received === 70_000) controller.abort(new Error('enough'));
    };
    await expect(get({ signal: controller.signal, onProgress })).rejects.toThrow('enough');
    expect(await part.resumable()).toMatchObject({ bytes: 70_000 });
  });
});

describe('PartFile', () => {
  it('gives each of two downloads at once a part of its own', async () => {
    const other = await PartFile.claim(folder, 'set');
    server.answers = [whole, whole];
    await Promise.all([download(`${address}/a`, part, at), download(`${address}/b`, other, at)]);
    expect(other.path).not.toBe(part.path);
    expect([await part.read(), await other.read()].map((bytes) => bytes.length)).toEqual([300_000, 300_000]);
    other.release();
  });

  it('takes over the part of a process that is gone, never of one that runs', async () => {
    const [place] = writerTag().split('-');
    const gone = join(folder, `other.${place}-4194999-1-1.part`); // above the largest process number of Linux
    await writeFile(gone, 'half');
    await writeFile(`${gone}.etag`, '"1"');
    const second = join(folder, `other.${place}-4194999-1-2.part`);
    await writeFile(second, 'half');
    await writeFile(join(folder, `other.${place}-4194998-1-1.part.etag`), 'of a part that is gone');
    const running = join(folder, `other.${place}-${process.ppid}-0-1.part`);
    await writeFile(running, 'half of another');
    await writeFile(`${running}.etag`, '"1"');
    const claimed = await PartFile.claim(folder, 'other');
    expect(await claimed.resumable()).toEqual({ bytes: 4, validator: '"1"' });
    for (const path of [gone, second]) expect(existsSync(path)).toBe(false);
    expect(await readFile(running, 'utf8')).toBe('half of another');
    await claimed.discard();
    claimed.release();
    expect(readdirSync(folder)).toHaveLength(2);
  });

  it('takes over the part of a process that cannot be seen when it has not changed for ten minutes', async () => {
    const names = ['01234567-1-1', '01234567-1-2', '4194999'].map((writer) => `other.${writer}-1.part`);
    for (const name of names) await writeFile(join(folder, name), name);
    const first = await PartFile.claim(folder, 'other');
    first.release();
    expect(readdirSync(folder).sort()).toEqual(names.sort());
    const before = new Date(Date.now() - 11 * 60_000);
    for (const name of names.slice(1)) await utimes(join(folder, name), before, before);
    const second = await PartFile.claim(folder, 'other');
    expect((await second.read()).toString()).toBe(names[1]);
    second.release();
    await PartFile.discardAbandoned(folder, 'other');
    expect(readdirSync(folder)).toEqual([names[0]]);
  });
});
