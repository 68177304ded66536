/** An executor in this thread on which the fits of one classifier fail. */
import type { Executor, Job, RunControl } from '../../src/jobs/executor.js';
import { InThreadExecutor } from '../../src/jobs/in-thread.js';

export class FailingExecutor implements Executor {
  readonly concurrency = 1;
  readonly sharesMemory = true;
  /** Fits that have failed. */
  failed = 0;
  readonly #inner = new InThreadExecutor();

  constructor(
    private readonly classifier: string,
    private readonly error: () => Error,
  ) {}

  run<Shared, Task, Result, Report = never>(
    job: Job<Shared, Task, Result, Report>,
    tasks: Iterable<Task>,
    control: RunControl<Result, Report>,
  ): Promise<void> {
    const failing: Job<Shared, Task, Result, Report> = {
      ...job,
      open: async (shared) => {
        const run = await job.open(shared);
        return (task, control) => {
          if ((task as { readonly classifier?: string }).classifier !== this.classifier)
            return run(task, control);
          this.failed++;
          throw this.error();
        };
      },
    };
    return this.#inner.run(failing, tasks, control);
  }

  release(): void {}
}
