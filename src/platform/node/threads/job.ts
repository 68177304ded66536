/** Work that worker threads can do, as both sides see it. */

export interface TaskControl {
  /** Aborted when the task is cancelled; long tasks have to pause for it (`timeSlices`). */
  readonly signal: AbortSignal;
  /** Sends plain data to the caller while the task runs. */
  readonly report: (report: unknown) => void;
}

/** Does one task of a job. */
export type RunTask = (task: never, control: TaskControl) => unknown;

/** A kind of job: makes ready, once a thread, what all tasks of one job share. */
export type OpenJob = (shared: never) => RunTask | Promise<RunTask>;
