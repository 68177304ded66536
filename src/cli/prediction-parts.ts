/**
 * Predictions in a folder, as files of equally many rows, each of which is written completely or not at all. What was
 * predicted from what is in `manifest.json`, so that the same command goes on where an earlier one was stopped.
 */
import { createHash } from 'node:crypto';
import { mkdir, open, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { InputError } from '../errors.js';
import { rowsAt } from '../matrix.js';
import type { PredictedRows } from '../pipeline/predicted-rows.js';
import { writeFileAtomically } from '../platform/node/files/write-file-atomically.js';
import { EXTENSIONS } from '../tables/reading/table-formats.js';
import { countOf, quote } from '../text/name-list.js';
import { VERSION } from '../version.js';
import { abandonable } from './interrupt.js';
import { asBytes } from './output/prediction-writer.js';
import { canReadAgain, type PredictionJob } from './prediction-job.js';

const MANIFEST = 'manifest.json';
const DEFAULT_PART_ROWS = 1_000_000;
/** Bytes of the beginning of the table that tell it from others of the same size and time. */
const HEAD_BYTES = 1 << 16;
/** Options that do not change what is written. */
const WITHOUT_EFFECT = new Set(['parts', 'quiet', 'jobs', 'memoryLimit', 'maxExpanded']);

const ManifestSchema = z.strictObject({
  version: z.string(),
  /** SHA-256 of the model's file. */
  model: z.string(),
  table: z.strictObject({ bytes: z.number(), modified: z.number(), head: z.string() }),
  options: z.string(),
  partRows: z.number(),
  /** The parts that are written. */
  parts: z.array(z.strictObject({ file: z.string(), rows: z.number() })),
  /** Whether the table has no more rows. */
  isComplete: z.boolean(),
});

type Manifest = z.infer<typeof ManifestSchema>;

/** What must not change between the runs of a command, and how a change is called. */
const CHANGES = [
  ['version', 'another version of qcl-mixnet'],
  ['model', 'another model'],
  ['table', 'another table'],
  ['options', 'other options'],
  ['partRows', 'another --part-rows'],
] as const;

export class PredictionParts {
  readonly #folder: string;
  readonly #extension: string;
  #manifest: Manifest;

  private constructor(folder: string, extension: string, manifest: Manifest) {
    this.#folder = folder;
    this.#extension = extension;
    this.#manifest = manifest;
  }

  /**
   * The folder, which is created if it does not exist. Throws `InputError` if it has the parts of another model, table or
   * options, or other files, and for a table that is not a file.
   */
  static async open(folder: string, job: PredictionJob): Promise<PredictionParts> {
    const wanted = await manifestOf(job);
    await mkdir(folder, { recursive: true }).catch((error: NodeJS.ErrnoException) => {
      throw new InputError(`--parts ${folder}: the folder cannot be created (${error.code}): give another`, {
        cause: error,
      });
    });
    const [extension] = [...EXTENSIONS].find(([, format]) => format === job.format.name) as [string, unknown];
    const found = await readManifest(folder);
    if (found === undefined) return new PredictionParts(folder, extension, wanted);
    const changed = CHANGES.find(([key]) => JSON.stringify(found[key]) !== JSON.stringify(wanted[key]));
    if (changed !== undefined) {
      throw new InputError(
        `--parts ${folder}: the parts there were made with ${changed[1]}: give another folder, or remove this one`,
      );
    }
    return new PredictionParts(folder, extension, found);
  }

  /** The rows of the parts that are written. */
  get finishedRows(): number {
    return this.#manifest.parts.reduce((sum, { rows }) => sum + rows, 0);
  }

  get isComplete(): boolean {
    return this.#manifest.isComplete;
  }

  /** Writes the rows that follow those of the finished parts. */
  async write(
    rows: AsyncIterable<PredictedRows>,
    asPieces: (rows: AsyncIterable<PredictedRows>) => AsyncIterable<string | Uint8Array>,
  ): Promise<void> {
    const resumption = () => `${this.state}; the same command goes on from there`;
    await abandonable(resumption, () => this.#writeAll(new RowSource(rows), asPieces));
  }

  async #writeAll(
    source: RowSource,
    asPieces: (rows: AsyncIterable<PredictedRows>) => AsyncIterable<string | Uint8Array>,
  ): Promise<void> {
    try {
      while (!(await source.isAtEnd())) {
        const { parts, partRows } = this.#manifest;
        const file = `part-${String(parts.length).padStart(5, '0')}.${this.#extension}`;
        const part = source.take(partRows);
        await writeFileAtomically(join(this.#folder, file), asBytes(asPieces(part.blocks())));
        await this.#save({ ...this.#manifest, parts: [...parts, { file, rows: part.rows }] });
      }
      await this.#save({ ...this.#manifest, isComplete: true });
    } finally {
      await source.close();
    }
  }

  /** What is done, in words. */
  get state(): string {
    const { parts } = this.#manifest;
    return `${countOf(parts.length, 'part')} with ${countOf(this.finishedRows, 'row')} in ${this.#folder}`;
  }

  async #save(manifest: Manifest): Promise<void> {
    const bytes = new TextEncoder().encode(`${JSON.stringify(manifest, undefined, 2)}\n`);
    await writeFileAtomically(join(this.#folder, MANIFEST), bytes);
    this.#manifest = manifest;
  }
}

/** Rows of blocks, which are taken in numbers of one's own. */
class RowSource {
  readonly #blocks: AsyncIterator<PredictedRows>;
  #block: PredictedRows | undefined;
  /** The next row of the block. */
  #at = 0;

  constructor(blocks: AsyncIterable<PredictedRows>) {
    this.#blocks = blocks[Symbol.asyncIterator]();
  }

  async isAtEnd(): Promise<boolean> {
    while (this.#block === undefined || this.#at >= this.#block.labels.length) {
      const next = await this.#blocks.next();
      if (next.done) return true;
      this.#block = next.value;
      this.#at = 0;
    }
    return false;
  }

  /** The next rows, at most `most`; `rows` counts them as they are read. */
  take(most: number) {
    const taken = { rows: 0, blocks: () => read() };
    const read = async function* (this: RowSource): AsyncGenerator<PredictedRows> {
      while (taken.rows < most && !(await this.isAtEnd())) {
        const block = this.#block as PredictedRows;
        const end = Math.min(block.labels.length, this.#at + most - taken.rows);
        const part = between(block, this.#at, end);
        taken.rows += end - this.#at;
        this.#at = end;
        yield part;
      }
    }.bind(this);
    return taken;
  }

  async close(): Promise<void> {
    await this.#blocks.return?.();
  }
}

/** Predictions from `start` to `end` of a block. */
function between(block: PredictedRows, start: number, end: number): PredictedRows {
  if (start === 0 && end === block.labels.length) return block;
  const { sets, reviewReasons } = block;
  return {
    ...block,
    rows: block.rows.subarray(start, end),
    labels: block.labels.slice(start, end),
    probabilities: rowsAt(
      block.probabilities,
      Int32Array.from({ length: end - start }, (_, i) => start + i),
    ),
    ...(sets && { sets: sets.slice(start, end) }),
    ...(reviewReasons && { reviewReasons: reviewReasons.slice(start, end) }),
  };
}

async function manifestOf({ modelPath, tablePath, options }: PredictionJob): Promise<Manifest> {
  if (!(await canReadAgain(tablePath))) {
    throw new InputError(
      '--parts needs a table that is a file, so that the same command can go on with it: save the rows in one',
    );
  }
  const { size, mtimeMs } = await stat(tablePath);
  const own = Object.entries(options)
    .filter(([name, value]) => value !== undefined && !WITHOUT_EFFECT.has(name) && name !== 'partRows')
    .sort(([one], [other]) => (one < other ? -1 : 1));
  return {
    version: VERSION,
    model: sha256(await readFile(modelPath)),
    table: { bytes: size, modified: Math.round(mtimeMs), head: sha256(await headOf(tablePath)) },
    options: JSON.stringify(own),
    partRows: options.partRows ?? DEFAULT_PART_ROWS,
    parts: [],
    isComplete: false,
  };
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

async function readManifest(folder: string): Promise<Manifest | undefined> {
  const path = join(folder, MANIFEST);
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw new InputError(`${path}: cannot be read (${error.code}): give another folder with --parts`, {
      cause: error,
    });
  });
  if (text === undefined) return undefined;
  const damaged = new InputError(
    `${path}: it is damaged: give another folder than ${quote(folder)} with --parts, or remove this one`,
  );
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw damaged;
  }
  const parsed = ManifestSchema.safeParse(value);
  if (!parsed.success) throw damaged;
  for (const { file } of parsed.data.parts) {
    const isThere =
      /^part-\d+\.\w+$/.test(file) && (await stat(join(folder, file)).catch(() => undefined))?.isFile();
    if (!isThere)
      throw new InputError(
        `${join(folder, file)}: this part is missing: remove the folder and predict again`,
      );
  }
  return parsed.data;
}
