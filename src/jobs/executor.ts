/**
 * Where work is done: in this thread, in worker threads, in web workers, in processes. A job is a kind of work and the
 * data that its tasks share; tasks, results and reports are plain data (see `codec/`), so that any place can do them.
 */

/** Passed to a task besides its data. */
export interface TaskControl<Report = never> {
  /** Aborted when the task is cancelled; long tasks have to pause for it (`timeSlices`). */
  readonly signal: AbortSignal;
  /** Sends plain data to `onReport` while the task runs. */
  readonly report: (report: Report) => void;
  /**
   * Gives away buffers of the result that nothing else here uses: a place that sends messages by `postMessage` moves them
   * instead of copying. Absent where there is nothing to move.
   */
  readonly transfer?: (buffers: Iterable<ArrayBuffer>) => void;
}

/** Runs one task of a job. */
export type RunTask<Task, Result, Report = never> = (
  task: Task,
  control: TaskControl<Report>,
) => Result | Promise<Result>;

/** Prepares, once in each place, what all tasks of a job need. */
export type OpenJob<Shared, Task, Result, Report = never> = (
  shared: Shared,
) => RunTask<Task, Result, Report> | Promise<RunTask<Task, Result, Report>>;

/** Loads the module of a kind of jobs. */
export type LoadJobKind = () => Promise<{ readonly openJob: OpenJob<never, never, unknown, unknown> }>;

/** The kinds of jobs that a place can do, by name. Each is loaded when the place is first given a job of it. */
export type JobKinds = ReadonlyMap<string, LoadJobKind>;

/**
 * Tasks that share some data. The same object may be run several times: a place that has it open keeps the result of
 * `openJob` until the job is released.
 */
export interface Job<Shared, Task, Result, Report = never> {
  /** Its name in `JobKinds`. */
  readonly kind: string;
  /** Plain data, sent once to each place that works on the job. */
  readonly shared: Shared;
  /** The same as the kind's `openJob`, for tasks in this thread. */
  readonly open: OpenJob<Shared, Task, Result, Report>;
}

export interface RunControl<Result, Report = never> {
  /** Cancels everything: `run` rejects with its reason. */
  readonly signal?: AbortSignal;
  /** Called once for each task that succeeds, in any order, with the task's place among `tasks` from 0. */
  readonly onResult: (index: number, result: Result) => void;
  /** Called with what a task reports while it runs, and the task's place among `tasks`. */
  readonly onReport?: (index: number, report: Report) => void;
  /**
   * Called once for each task that fails, with its error. An error thrown here ends the run. Default: `run` rejects with
   * the first error and cancels the other tasks.
   */
  readonly onFailure?: (index: number, error: unknown) => void;
  /** Called when a task begins, for a signal that cancels only this task, which then fails with its reason. */
  readonly taskSignal?: (index: number) => AbortSignal | undefined;
}

export interface Executor {
  /** The most tasks at the same time. */
  readonly concurrency: number;
  /** Whether tasks see memory of this thread (`SharedArrayBuffer`), so that it need not be copied to them. */
  readonly sharesMemory: boolean;
  /**
   * Runs all tasks, started in order. The next one is taken from `tasks` when it can begin, not before.
   * An `InputError` of a task stays one.
   */
  run<Shared, Task, Result, Report = never>(
    job: Job<Shared, Task, Result, Report>,
    tasks: Iterable<Task>,
    control: RunControl<Result, Report>,
  ): Promise<void>;
  /** Makes all places drop the job's shared data. The job may be run again, which sends them again. */
  release(job: { readonly kind: string }): void;
}

/** The option of functions that use an executor. */
export interface ExecutorOption {
  /** Where the work is done. Results are the same everywhere. Default: in this thread. */
  readonly executor?: Executor;
}
