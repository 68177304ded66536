/**
 * The folder of an experiment: `runs.jsonl` with a line for every finished cell, and `claims.json` with the
 * cells that are being run and by whom. Several processes may work on one folder, and each may be killed at
 * any moment: whatever is read or changed is read and changed under one short lock.
 */
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { InputError } from '../../errors.js';
import type { PlannedCell } from '../../experiments/plan-cells.js';
import type { FullRecord, RunRecord } from '../../experiments/run-record.js';
import { checkSameExperiment, type ExperimentIdentity } from './experiment-identity.js';
import { explainingFolderErrors } from './folder-errors.js';
import { removeLeftovers, withLock } from './folder-lock.js';
import {
  hasEnded,
  ownIdentity,
  type ProcessIdentity,
  ProcessIdentitySchema,
  sameProcess,
} from './process-identity.js';
import { RecordLog } from './record-log.js';

export const RECORDS = 'runs.jsonl';
const CLAIMS = 'claims.json';
const LOCK = 'lock';

const ClaimsSchema = z.array(z.object({ key: z.string(), process: ProcessIdentitySchema }));
type Claims = z.infer<typeof ClaimsSchema>;

export interface RunFolderOptions {
  /** Run cells again that are recorded as failed, each once. */
  readonly retryFailed?: boolean;
}

export class RunFolder {
  readonly #identity: ProcessIdentity = ownIdentity();
  readonly #log: RecordLog;
  /** Failed cells that this process is to run again. */
  readonly #retry = new Set<string>();

  private constructor(
    readonly path: string,
    private readonly experiment: ExperimentIdentity,
  ) {
    this.#log = new RecordLog(join(path, RECORDS));
  }

  /**
   * Opens the folder, makes it where it is missing, and cuts off a last line that a killed process left
   * unfinished.
   *
   * @throws InputError for a folder that cannot be written, a line that is no record, and records of another
   *   version of the package, another kernel build or other data of the same name.
   */
  static async open(
    path: string,
    experiment: ExperimentIdentity,
    { retryFailed = false }: RunFolderOptions = {},
  ): Promise<RunFolder> {
    const folder = new RunFolder(path, experiment);
    explainingFolderErrors(path, () => mkdirSync(path, { recursive: true }));
    await folder.#locked(() => removeLeftovers(join(path, LOCK)));
    if (retryFailed) {
      for (const [key, { outcome }] of folder.records) if (outcome === 'failed') folder.#retry.add(key);
    }
    return folder;
  }

  /** By `cellKey`, as of the last time this process looked. */
  get records(): ReadonlyMap<string, RunRecord> {
    return this.#log.records;
  }

  /** Whether the cell has to be run: there is no record of it, or a failure that is to be tried again. */
  isMissing({ key }: Pick<PlannedCell, 'key'>): boolean {
    return !this.records.has(key) || this.#retry.has(key);
  }

  /**
   * The first of `cells` that is missing and that no living process runs, which is this process's from now
   * on; undefined if there is none.
   */
  claim<Cell extends PlannedCell>(cells: readonly Cell[]): Promise<Cell | undefined> {
    return this.#locked(() => {
      const claims = this.#readClaims();
      const taken = new Set(claims.map(({ key }) => key));
      const cell = cells.find((each) => this.isMissing(each) && !taken.has(each.key));
      if (cell !== undefined) {
        this.#writeClaims([...claims, { key: cell.key, process: this.#identity }]);
      }
      return cell;
    });
  }

  /** Appends the record of a claimed cell, flushed to the disk, and ends the claim. */
  finish(key: string, record: FullRecord): Promise<void> {
    return this.#locked(() => {
      this.#log.append(record);
      this.#retry.delete(key);
      this.#writeClaims(this.#readClaims().filter((claim) => claim.key !== key));
    });
  }

  /** Gives up all cells that this process has claimed. */
  release(): Promise<void> {
    return this.#locked(() => {
      const claims = this.#readClaims();
      this.#writeClaims(claims.filter((claim) => !sameProcess(claim.process, this.#identity)));
    });
  }

  /** Runs `work` with the records up to date, alone in the folder. */
  async #locked<T>(work: () => T): Promise<T> {
    return explainingFolderErrors(this.path, () =>
      withLock(join(this.path, LOCK), () => {
        for (const { record, place } of this.#log.catchUp())
          checkSameExperiment(record, place, this.experiment);
        return work();
      }),
    );
  }

  /** The claims of processes that may still be there. */
  #readClaims(): Claims {
    let text: string;
    try {
      text = readFileSync(join(this.path, CLAIMS), 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw error;
    }
    let claims: Claims;
    try {
      claims = ClaimsSchema.parse(JSON.parse(text));
    } catch (error) {
      const path = join(this.path, CLAIMS);
      throw new InputError(`${path} is damaged: delete it when no other process runs here`, { cause: error });
    }
    return claims.filter((claim) => !hasEnded(claim.process));
  }

  #writeClaims(claims: Claims): void {
    const path = join(this.path, CLAIMS);
    if (claims.length === 0) {
      rmSync(path, { force: true });
      return;
    }
    writeFileSync(`${path}.new`, JSON.stringify(claims));
    renameSync(`${path}.new`, path);
  }
}
