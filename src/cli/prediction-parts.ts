/**
 * Predictions in a folder, as files of equally many rows, each of which is written completely or not at all. What was
 * predicted from what is in `manifest.json`, so that the same command goes on where an earlier one was stopped.
 */
import { createHash } from 'node:crypto';
import { open, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError } from '../errors.js';
import type { PredictedRows } from '../pipeline/predicted-rows.js';
import { makeFolder } from '../platform/node/files/make-folder.js';
import { createFileAtomically, writeFileAtomically } from '../platform/node/files/write-file-atomically.js';
import { EXTENSIONS } from '../tables/reading/table-formats.js';
import { countOf } from '../text/name-list.js';
import { VERSION } from '../version.js';
import { abandonable } from './interrupt.js';
import { asBytes } from './output/prediction-writer.js';
import { checkParts, checkSizes, namesOfParts, refuseStrangers } from './part-files.js';
import {
  type Manifest,
  manifestBytes,
  manifestPath,
  newManifest,
  partName,
  readManifest,
  rowsOf,
} from './parts-manifest.js';
import { canReadAgain, type PredictionJob } from './prediction-job.js';
import { RowSource } from './row-source.js';

const DEFAULT_PART_ROWS = 1_000_000;
/** Bytes of the beginning of the table that tell it from others of the same size and time. */
const HEAD_BYTES = 1 << 16;
/** Options that do not change what is written. */
const WITHOUT_EFFECT = new Set(['parts', 'quiet', 'jobs', 'memoryLimit', 'maxExpanded']);

type AsPieces = (rows: AsyncIterable<PredictedRows>) => AsyncIterable<string | Uint8Array>;

/** What decides the content of the parts. */
type PartsJob = Pick<PredictionJob, 'modelPath' | 'tablePath' | 'options' | 'format'>;

export class PredictionParts {
  readonly #folder: string;
  readonly #extension: string;
  /** With the parts that this run or one before it has written. */
  #manifest: Manifest;
  /** Whether the manifest in the folder is of this run, and not of an earlier one of the same command. */
  #isNew = false;

  private constructor(folder: string, extension: string, manifest: Manifest) {
    this.#folder = folder;
    this.#extension = extension;
    this.#manifest = manifest;
  }

  /**
   * The folder, which is created if it does not exist. Throws `InputError` if it has the parts of another model, table or
   * options, parts that are damaged, or files called `part-*` that are not in its manifest, and for a table that is not a
   * file.
   */
  static async open(folder: string, job: PartsJob): Promise<PredictionParts> {
    const wanted = await manifestOf(job);
    try {
      makeFolder(folder);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      throw new InputError(`--parts ${folder}: the folder cannot be created (${code}): give another`, {
        cause: error,
      });
    }
    const [extension] = [...EXTENSIONS].find(([, format]) => format === job.format.name) as [string, unknown];
    // Before the manifest is read: it is older than the parts of a run that begins meanwhile.
    const names = await namesOfParts(folder);
    const found = await readManifest(folder, wanted, extension);
    if (found === undefined) refuseStrangers(folder, names);
    else await checkParts(folder, found, names, extension);
    return new PredictionParts(folder, extension, found ?? wanted);
  }

  /** The rows of the parts that are written. */
  get finishedRows(): number {
    return this.#manifest.rows;
  }

  get isComplete(): boolean {
    return this.#manifest.isComplete;
  }

  /**
   * Writes the rows that follow those of the finished parts. Throws `InputError` once the folder belongs to a run of
   * another command; the parts there then stay as they are.
   */
  async write(rows: AsyncIterable<PredictedRows>, asPieces: AsPieces): Promise<void> {
    const resumption = () => `${this.state}; the same command goes on from there`;
    await abandonable(resumption, () => this.#writeAll(new RowSource(rows), asPieces));
  }

  async #writeAll(source: RowSource, asPieces: AsPieces): Promise<void> {
    try {
      this.#isNew = await createFileAtomically(manifestPath(this.#folder), manifestBytes(this.#manifest));
      await this.#inFolder();
      while (!(await source.isAtEnd())) await this.#writePart(source, asPieces);
      await this.#save({ ...this.#manifest, isComplete: true });
      await checkSizes(this.#folder, this.#manifest.parts);
    } catch (error) {
      await this.#withdraw();
      throw error;
    } finally {
      await source.close();
    }
  }

  async #writePart(source: RowSource, asPieces: AsPieces): Promise<void> {
    const { parts, partRows } = this.#manifest;
    const file = partName(parts.length, this.#extension);
    const taken = source.take(partRows);
    const hash = createHash('sha256');
    let bytes = 0;
    const pieces = async function* (this: PredictionParts): AsyncGenerator<Uint8Array> {
      for await (const piece of asBytes(asPieces(taken.blocks()))) {
        hash.update(piece);
        bytes += piece.length;
        yield piece;
      }
      // Only then does the file get the name of the part, which could be that of another run.
      await this.#inFolder();
    }.bind(this);
    await writeFileAtomically(join(this.#folder, file), pieces());
    const { rows } = taken;
    const written = [...parts, { file, rows, bytes, sha256: hash.digest('hex') }];
    await this.#save({
      ...this.#manifest,
      parts: written,
      rows: rowsOf(written),
      isComplete: rows < partRows,
    });
  }

  /** What is done, in words. */
  get state(): string {
    const { parts } = this.#manifest;
    return `${countOf(parts.length, 'part')} with ${countOf(this.finishedRows, 'row')} in ${this.#folder}`;
  }

  async #save(manifest: Manifest): Promise<void> {
    const found = await this.#inFolder();
    // Another run of the same command may be ahead: its parts stay listed.
    const isAhead = manifest.rows > found.rows || (manifest.isComplete && !found.isComplete);
    if (isAhead) await writeFileAtomically(manifestPath(this.#folder), manifestBytes(manifest));
    this.#manifest = manifest;
  }

  /** The manifest in the folder. Throws `InputError` if it is not of this command. */
  async #inFolder(): Promise<Manifest> {
    const found = await readManifest(this.#folder, this.#manifest, this.#extension);
    if (found !== undefined) return found;
    throw new InputError(
      `${manifestPath(this.#folder)}: it was deleted while the parts were written: predict again into another folder`,
    );
  }

  /** Before its first part a run that fails gives the folder free for a corrected command. */
  async #withdraw(): Promise<void> {
    if (!this.#isNew || this.#manifest.parts.length > 0) return;
    // If the folder is not of this command any more, the error of the run says so.
    const found = await this.#inFolder().catch(() => undefined);
    if (found?.parts.length === 0) await rm(manifestPath(this.#folder), { force: true });
  }
}

async function manifestOf({ modelPath, tablePath, options }: PartsJob): Promise<Manifest> {
  if (!(await canReadAgain(tablePath))) {
    throw new InputError(
      '--parts needs a table that is a file, so that the same command can go on with it: save the rows in one',
    );
  }
  const { size, mtimeMs } = await stat(tablePath);
  const own = Object.entries(options)
    .filter(([name, value]) => value !== undefined && !WITHOUT_EFFECT.has(name) && name !== 'partRows')
    .sort(([one], [other]) => (one < other ? -1 : 1));
  return newManifest({
    version: VERSION,
    model: sha256(await readFile(modelPath)),
    table: { bytes: size, modified: Math.round(mtimeMs), head: sha256(await headOf(tablePath)) },
    options: JSON.stringify(own),
    partRows: options.partRows ?? DEFAULT_PART_ROWS,
  });
}

async function headOf(path: string): Promise<Uint8Array> {
  const file = await open(path);
  try {
    const bytes = new Uint8Array(HEAD_BYTES);
    const { bytesRead } = await file.read(bytes, 0, bytes.length, 0);
    return bytes.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
