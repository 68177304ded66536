/**
 * The folder of an experiment: `runs.jsonl` with a line for every finished cell, and `claims.json` with the
 * cells that are being run and by whom. Several processes may work on one folder, on several machines too, and
 * each may be killed or suspended at any moment: whatever is read or changed is read and changed under one
 * short lock, and a claim that is not renewed ends.
 *
 * Where a cell was run twice, because its first process was suspended for longer than its claim held, the
 * first record stays: the same cell has the same result.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
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
  /** Run cells again that are recorded as failed, each once. */
  readonly retryFailed?: boolean;
  /** Whose claims these are; default this process. */
  readonly identity?: ProcessIdentity;
}

export class RunFolder {
  readonly #claims: ClaimFile;
  readonly #log: RecordLog;
  /** Failed cells that this process is to run again. */
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
   * Opens the folder, makes it where it is missing, cuts off a last line that a killed process left
   * unfinished, and removes its temporary files.
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
    explainingFolderErrors(path, () => mkdirSync(path, { recursive: true }));
    await folder.#locked(() => {
      removeLeftovers(join(path, LOCK));
      folder.#claims.removeLeftover();
    });
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

  /** Cells of others' claims among `cells`, as of the last `claim`. */
  heldElsewhere(cells: readonly PlannedCell[]): HeldCell[] {
    const missing = new Set(cells.filter((cell) => this.isMissing(cell)).map(({ key }) => key));
    return this.#others.filter(({ key }) => missing.has(key));
  }

  /**
   * The first of `cells` that is missing and that nobody runs, which is this process's from now on, as long as
   * it calls `renew` every `RENEWAL_MILLISECONDS`; undefined if there is none.
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

  /** Says that this process is still at the cells that it has claimed. */
  renew(): Promise<void> {
    return this.#locked((assertHeld) => {
      assertHeld();
      this.#claims.renew();
    });
  }

  /**
   * Appends the record of a claimed cell, flushed to the disk, and ends the claim. A cell that another process
   * has recorded meanwhile keeps that record, unless that one is of a failure and this one is not.
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
          // Another process has tried it again.
          this.#retry.delete(cellKey(record));
        }
        return work(assertHeld);
      }),
    );
  }
}
