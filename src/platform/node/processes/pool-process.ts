/** One process of a pool, as the pool sees it. */
import { type ChildProcess, fork } from 'node:child_process';
import type { Socket } from 'node:net';
import type { FromPlace, ToPlace } from '../../../jobs/messages.js';
import { RemotePlace } from '../../../jobs/remote-place.js';

/** Enough of the last output of a process to tell why it ended. */
const KEPT_CHARACTERS = 10_000;

/** How V8 ends a process in which it cannot go on, most often for lack of memory. */
const ENDS_OF_V8: ReadonlySet<string | null> = new Set(['SIGTRAP', 'SIGABRT']);

export class PoolProcess {
  readonly #child: ChildProcess;
  readonly #place: RemotePlace;
  #failure: string | undefined;
  /** The last of what it wrote to standard error during its task. */
  #complaint = '';

  /**
   * @param kinds the address of the module with the kinds of jobs
   * @param mebibytes the most JavaScript heap
   * @param onEnd called when the process is gone
   */
  constructor(
    kinds: string,
    private readonly mebibytes: number,
    onEnd: (ended: PoolProcess) => void,
  ) {
    this.#child = fork(new URL('./worker.js', import.meta.url), [kinds], {
      // Instead of the program's own arguments, such as --input-type.
      execArgv: [`--max-old-space-size=${mebibytes}`, '--expose-gc'],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    this.#place = new RemotePlace((message) => this.#post(message), {
      onIdle: () => this.#letExit(true),
      onCancel: () => {
        this.#place.retire();
        this.#child.kill('SIGKILL');
      },
    });
    this.#child.on('message', (message: FromPlace) => this.#place.receive(message));
    this.#child.on('error', (error) => {
      this.#failure ??= `its process could not be started: ${error.message}`;
    });
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#complaint = (this.#complaint + text).slice(-KEPT_CHARACTERS);
    });
    // Only now is its memory free for the next task, and all its output has been read.
    this.#child.on('close', (code, endedBy) => {
      onEnd(this);
      this.#place.end(new Error(this.#failure ?? this.#whyEnded(code, endedBy)));
    });
  }

  get isIdle(): boolean {
    return this.#place.isIdle && this.#child.connected;
  }

  /** Only while idle: see `RemotePlace.run`. */
  run(...task: Parameters<RemotePlace['run']>): Promise<unknown> {
    this.#complaint = '';
    this.#letExit(false);
    return this.#place.run(...task);
  }

  release(job: object): void {
    if (this.#child.connected) this.#place.release(job);
  }

  #post(message: ToPlace): void {
    this.#child.send(message, (error) => {
      if (error) this.#failure ??= `its process could not be sent its task: ${error.message}`;
    });
  }

  /** Whether this process may exit while the child is running. */
  #letExit(mayExit: boolean): void {
    const pipe = this.#child.stderr as Socket;
    for (const each of [this.#child, this.#child.channel, pipe]) each?.[mayExit ? 'unref' : 'ref']();
  }

  #whyEnded(code: number | null, endedBy: string | null): string {
    if (/out of memory/i.test(this.#complaint)) {
      return `it needs more memory than the limit of ${this.mebibytes} MiB`;
    }
    if (ENDS_OF_V8.has(endedBy)) {
      return `its process ended by ${endedBy}, probably out of memory: the limit is ${this.mebibytes} MiB`;
    }
    const last = this.#complaint.trim().split('\n').at(-1) ?? '';
    const how = endedBy === null ? `with code ${code}` : `by ${endedBy}`;
    return `its process ended ${how}${last === '' ? '' : `: ${last}`}`;
  }
}
