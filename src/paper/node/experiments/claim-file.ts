/**
 * `claims.json`: the cells that are being run, and by which process. A claim is a lease: its owner increments a counter
 * every few seconds, and it expires when others see no change for `LEASE_MILLISECONDS`, or at once if its process is
 * known to have ended. Call only while holding the folder's lock.
 */
import { randomUUID } from 'node:crypto';
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import * as z from 'zod';
import { InputError } from '../../../errors.js';
import {
  hasEnded,
  type ProcessIdentity,
  ProcessIdentitySchema,
} from '../../../platform/node/files/process-identity.js';
import { errorCode } from '../../../platform/node/files/system-errors.js';
import { StillnessWatch } from './stillness-watch.js';

export const LEASE_MILLISECONDS = 30_000;
/** Six renewals fit in a lease, so that no claim is lost on a busy machine or a slow file system. */
export const RENEWAL_MILLISECONDS = 5_000;

const ClaimSchema = z.object({
  key: z.string(),
  process: ProcessIdentitySchema,
  /** Never reused, unlike a process id. Absent in files of version 0.1.0. */
  owner: z.string().default(''),
  /** Number of renewals. */
  beat: z.int().default(0),
});
type Claim = z.infer<typeof ClaimSchema>;

/** A cell that another process runs. */
export interface HeldCell {
  /** By `cellKey`. */
  readonly key: string;
  readonly process: ProcessIdentity;
  /** Until the claim expires, unless its process renews it. */
  readonly millisecondsLeft: number;
}

export class ClaimFile {
  readonly #owner = randomUUID();
  readonly #mine = new Set<string>();
  readonly #watch = new StillnessWatch();
  #beat = 0;

  constructor(
    readonly path: string,
    private readonly identity: ProcessIdentity,
  ) {}

  /** The valid claims of all others. Throws `InputError` for a damaged file. */
  others(): HeldCell[] {
    return this.#readOthers().map(({ key, process, owner, beat }) => ({
      key,
      process,
      millisecondsLeft: LEASE_MILLISECONDS - this.#watch.stillFor(key, `${owner} ${beat}`),
    }));
  }

  isMine(key: string): boolean {
    return this.#mine.has(key);
  }

  /** Claims a cell that is not claimed. */
  add(key: string): void {
    this.#mine.add(key);
    this.#write();
  }

  remove(key: string): void {
    this.#mine.delete(key);
    this.#write();
  }

  removeAll(): void {
    this.#mine.clear();
    this.#write();
  }

  /** Renews all claims of this process. */
  renew(): void {
    this.#beat++;
    this.#write();
  }

  /** Removes the temporary file of a process that was killed while writing. */
  removeLeftover(): void {
    rmSync(this.#newPath, { force: true });
  }

  get #newPath(): string {
    return `${this.path}.new`;
  }

  #readOthers(): Claim[] {
    return this.#read().filter(
      ({ owner, key, beat, process }) =>
        owner !== this.#owner &&
        !hasEnded(process) &&
        this.#watch.stillFor(key, `${owner} ${beat}`) < LEASE_MILLISECONDS,
    );
  }

  #read(): Claim[] {
    let text: string;
    try {
      text = readFileSync(this.path, 'utf8');
    } catch (error) {
      if (errorCode(error) === 'ENOENT') return [];
      throw error;
    }
    try {
      return z.array(ClaimSchema).parse(JSON.parse(text));
    } catch (error) {
      throw new InputError(`${this.path} is damaged: delete it when no other process runs here`, {
        cause: error,
      });
    }
  }

  /** Drops own claims on cells that another process took over while this one was suspended. */
  #write(): void {
    const others = this.#readOthers();
    const taken = new Set(others.map(({ key }) => key));
    const mine = [...this.#mine]
      .filter((key) => !taken.has(key))
      .map((key): Claim => ({ key, process: this.identity, owner: this.#owner, beat: this.#beat }));
    if (others.length + mine.length === 0) {
      rmSync(this.path, { force: true });
      return;
    }
    writeFileSync(this.#newPath, JSON.stringify([...others, ...mine]));
    renameSync(this.#newPath, this.path);
  }
}
