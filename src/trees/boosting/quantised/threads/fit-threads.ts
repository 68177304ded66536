/** The threads that share one fit, and the memory they share it in. */
import { Engine } from '../../../../engine/engine.js';
import { Heap } from '../../../../engine/heap.js';
import { KernelMemoryError } from '../../../../errors.js';
import type { Executor, Job } from '../../../../jobs/executor.js';
import { canShareKernels, type SharedKernels } from '../../../../kernels/load.js';
import type { HelpedFit } from './helper-job.js';
import { numberOfKind, type PartKind, runPart } from './kernel-parts.js';
import { MOST_ARGUMENTS, MOST_PARTS, NONE_LEFT, PartBoard } from './part-board.js';

/** Each thread has a workspace of its own. */
const MOST_THREADS = 16;

/** So that no thread waits long for another one's last part. */
const PARTS_OF_THREAD = 8;
/** Rows in a part of what is done for all rows. */
const PART_ROWS = 16_384;

/** The rows in each part of a call on n rows: a multiple of four, which does not depend on the number of threads. */
export function rowsOfPart(n: number): number {
  return Math.max(PART_ROWS, 4 * Math.ceil(n / (4 * MOST_PARTS)));
}

/** Rows in each of the parts, at least `least`, and their number: one for a single thread, else a few for each. */
export function partsOf(
  n: number,
  least: number,
  threads: number,
  most = MOST_PARTS,
): [step: number, parts: number] {
  const wanted = threads === 1 ? 1 : Math.min(most, PARTS_OF_THREAD * threads, Math.floor(n / least));
  const step = Math.ceil(n / Math.max(1, wanted));
  return [step, step === 0 ? 0 : Math.ceil(n / step)];
}

export interface ThreadsOptions {
  /** Runs the helpers. Default: this thread is alone. */
  readonly executor?: Executor;
  /** Told why a helper could not help; the fit goes on without it. */
  readonly onWarning?: (message: string) => void;
}

interface Call {
  readonly kind: number;
  readonly args: readonly number[];
  readonly parts: number;
}

/**
 * This thread and perhaps helpers, which are tasks of an executor and see the memory of the fit. A helper takes part from the
 * moment it has started; no call waits for one that has not, so that this thread does all parts if none ever does.
 */
export class FitThreads {
  #call: Call | undefined;
  /** Of calls in this thread alone. */
  readonly #results = new Float64Array(MOST_PARTS);
  #isClosed = false;
  /** An error of `onWarning`. */
  #error: { readonly cause: unknown } | undefined;

  private constructor(
    readonly engine: Engine,
    /** The most threads at the same time, this one included. */
    readonly count = 1,
    private readonly board?: PartBoard,
    private readonly heap?: Heap,
  ) {}

  /** With helpers, if the executor has other threads that see memory of this one. */
  static async open({ executor, onWarning }: ThreadsOptions): Promise<FitThreads> {
    const count = Math.min(MOST_THREADS, executor?.concurrency ?? 1);
    const heap = executor?.sharesMemory && count > 1 ? await sharedHeap() : undefined;
    if (executor === undefined || heap === undefined) return new FitThreads(await Engine.create());
    const board = new PartBoard();
    const threads = new FitThreads(new Engine(heap), count, board, heap);
    threads.#callHelpers(executor, { kernels: heap.shared as SharedKernels, board: board.memory }, onWarning);
    return threads;
  }

  /** Makes a call in parts, in all threads; the numbers that they return are valid until the next call. */
  run(kind: PartKind, args: readonly number[], parts: number): Float64Array {
    this.start(kind, args, parts);
    return this.finish();
  }

  /** Starts a call in the helpers; `finish` makes the rest of it in this thread. */
  start(kind: PartKind, args: readonly number[], parts: number): void {
    if (parts > MOST_PARTS || args.length > MOST_ARGUMENTS) throw new Error(`${kind}: too many parts`);
    if (this.#error !== undefined) throw this.#error.cause;
    this.#call = { kind: numberOfKind(kind), args, parts };
    if (parts > 1) this.board?.publish(this.#call.kind, this.#call.args, parts);
  }

  finish(): Float64Array {
    const { kind, args, parts } = this.#call as Call;
    this.#call = undefined;
    const { kernels } = this.engine;
    const { board } = this;
    if (board === undefined || parts <= 1) {
      for (let part = 0; part < parts; part++) this.#results[part] = runPart(kind, kernels, args, part, 0);
      return this.#results;
    }
    try {
      for (let part = board.claim(); part !== NONE_LEFT; part = board.claim()) {
        board.finish(part, runPart(kind, kernels, args, part, 0));
      }
      board.awaitAll();
    } catch (error) {
      // A helper may still write to the memory: nothing else must ever use it.
      this.heap?.abandon();
      throw error;
    }
    return board.results;
  }

  /** Sends the helpers away and frees the memory. */
  release(): void {
    this.#isClosed = true;
    try {
      if (this.#call !== undefined) this.finish();
    } finally {
      this.board?.close();
      this.engine.release();
    }
  }

  #callHelpers(executor: Executor, shared: HelpedFit, onWarning: ThreadsOptions['onWarning']): void {
    // A helper in this thread would wait for itself.
    const job: Job<HelpedFit, number, void> = { kind: 'boosting-helpers', shared, open: () => () => {} };
    const onFailure = (_: number, error: unknown) => {
      if (this.#isClosed) return;
      const reason = error instanceof Error ? error.message : String(error);
      onWarning?.(`the fit uses fewer threads than it could: one of them failed (${reason})`);
    };
    void executor
      .run(job, this.#helpers(), { onResult: () => {}, onFailure })
      .catch((cause: unknown) => {
        this.#error = { cause };
      })
      .finally(() => executor.release(job));
  }

  /** The numbers of the helpers, as long as the fit needs them. */
  *#helpers(): Generator<number> {
    for (let thread = 1; thread < this.count && !this.#isClosed; thread++) yield thread;
  }
}

/** Undefined if there can be none. */
async function sharedHeap(): Promise<Heap | undefined> {
  if (!canShareKernels()) return undefined;
  try {
    return await Heap.ofThread(undefined, true);
  } catch (error) {
    // No address space left for a second memory.
    if (error instanceof KernelMemoryError) return undefined;
    throw error;
  }
}
