/**
 * The folder of an experiment: `runs.jsonl` with a line for every finished cell, and `claims.json` with the
 * cells that are being run. Several processes, also on several machines, may work on one folder, and each may be killed
 * or suspended at any moment: everything is read and changed under one short lock, and a claim that is not renewed
 * expires.
 *
 * If a cell is run twice, because its first process was suspended for longer than the claim lasted, the first record
 * stays: the same cell has the same result.
 */
import { join } from 'node:path';
import { makeFolder } from '../../../platform/node/files/make-folder.js';
import { ownIdentity, type ProcessIdentity } from '../../../platform/node/files/process-identity.js';
import { cellKey } from '../../experiments/cell.js';
import type { PlannedCell } from '../../experiments/plan-cells.js';
import type { FullRecord, RunRecord } from '../../experiments/run-record.js';
import { ClaimFile, type HeldCell } from './claim-file.js';
import { checkSameExperiment, type ExperimentIdentity } from './experiment-identity.js';
import { explainingFolderErrors } from './folder-errors.js';
import { removeLeftovers, withLock } from './folder-lock.js';
import { RecordLog } from './record-log.js';

export const RECORDS = 'runs.jsonl';
const CLAIMS = 'claims.json';
const LOCK = 'lock';

export interface RunFolderOptions {
  /** Run cells that are recorded as failed again, each once. */
  readonly retryFailed?: boolean;
  /** The owner of the claims; default this process. */
  readonly identity?: ProcessIdentity;
}

export class RunFolder {
  readonly #claims: ClaimFile;
  readonly #log: RecordLog;
  /** Failed cells to run again. */
  readonly #retry = new Set<string>();
  #others: readonly HeldCell[] = [];

  private constructor(
    readonly path: string,
    private readonly experiment: ExperimentIdentity,
    identity: ProcessIdentity,
  ) {
    this.#log = new RecordLog(join(path, RECORDS));
    this.#claims = new ClaimFile(join(path, CLAIMS), identity);
  }

  /**
   * Opens the folder and creates it if it is missing; cuts off an incomplete last line and removes the temporary files
   * of killed processes.
   *
   * @throws InputError for a folder that cannot be written, a line that is not a record, and records of another
   *   version of the package, another kernel build or other data of the same name.
   */
  static async open(
    path: string,
    experiment: ExperimentIdentity,
    { retryFailed = false, identity = ownIdentity() }: RunFolderOptions = {},
  ): Promise<RunFolder> {
    const folder = new RunFolder(path, experiment, identity);
    explainingFolderErrors(path, () => makeFolder(path));
    await folder.#locked(() => {
      removeLeftovers(join(path, LOCK));
      folder.#claims.removeLeftover();
    });
    if (retryFailed) {
      for (const [key, { outcome }] of folder.records) if (outcome === 'failed') folder.#retry.add(key);
    }
    return folder;
  }

  /** By `cellKey`, as of the last time that this process held the lock. */
  get records(): ReadonlyMap<string, RunRecord> {
    return this.#log.records;
  }

  /** Whether the cell has to be run: it has no record, or a failure that is to be run again. */
  isMissing({ key }: Pick<PlannedCell, 'key'>): boolean {
    return !this.records.has(key) || this.#retry.has(key);
  }

  /** The missing ones of `cells` that other processes have claimed, as of the last `claim`. */
  heldElsewhere(cells: readonly PlannedCell[]): HeldCell[] {
    const missing = new Set(cells.filter((cell) => this.isMissing(cell)).map(({ key }) => key));
    return this.#others.filter(({ key }) => missing.has(key));
  }

  /**
   * Claims the first of `cells` that is missing and that no process runs; undefined if there is none. The claim lasts as
   * long as `renew` is called every `RENEWAL_MILLISECONDS`.
   */
  claim<Cell extends PlannedCell>(cells: readonly Cell[]): Promise<Cell | undefined> {
    return this.#locked((assertHeld) => {
      this.#others = this.#claims.others();
      const taken = new Set(this.#others.map(({ key }) => key));
      const cell = cells.find(
        (each) => this.isMissing(each) && !taken.has(each.key) && !this.#claims.isMine(each.key),
      );
      if (cell !== undefined) {
        assertHeld();
        this.#claims.add(cell.key);
      }
      return cell;
    });
  }

  /** Renews all claims of this process. */
  renew(): Promise<void> {
    return this.#locked((assertHeld) => {
      assertHeld();
      this.#claims.renew();
    });
  }

  /**
   * Appends the record of a claimed cell, flushed to the disk, and ends the claim. A cell that another process
   * has recorded in the meantime keeps that record, unless it is a failure and this one is not.
   */
  finish(key: string, record: FullRecord): Promise<void> {
    return this.#locked((assertHeld) => {
      assertHeld();
      const known = this.records.get(key);
      if (this.isMissing({ key }) || (known?.outcome === 'failed' && record.outcome === 'done')) {
        this.#log.append(record);
        this.#retry.delete(key);
        assertHeld();
      }
      this.#claims.remove(key);
    });
  }

  /** Gives up all cells that were claimed here. */
  release(): Promise<void> {
    return this.#locked((assertHeld) => {
      assertHeld();
      this.#claims.removeAll();
    });
  }

  /** Runs `work` with the records up to date, alone in the folder. */
  async #locked<T>(work: (assertHeld: () => void) => T): Promise<T> {
    return explainingFolderErrors(this.path, () =>
      withLock(join(this.path, LOCK), (assertHeld) => {
        for (const { record, place } of this.#log.catchUp(assertHeld)) {
          checkSameExperiment(record, place, this.experiment);
          // Another process has run it again.
          this.#retry.delete(cellKey(record));
        }
        return work(assertHeld);
      }),
    );
  }
}
