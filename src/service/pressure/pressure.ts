/** Turns requests away before they would fill the memory or wait longer than their clients do. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { getHeapStatistics } from 'node:v8';

export interface PressureLimits {
  /** Requests under way at the same time; default 1000. */
  readonly requests?: number;
  /** Bytes of the bodies of all requests under way; default 256 MiB. */
  readonly bodyBytes?: number;
  /** Rows that wait for their predictions; default 200,000. */
  readonly rows?: number;
  /** Mean delay of the event loop over the last half second, in milliseconds; default 1000. */
  readonly delayMilliseconds?: number;
  /** Share of the largest heap that V8 allows; default 0.9. */
  readonly heapShare?: number;
  /** Resident memory in bytes; default 95 % of the limit of the container, if it has one. */
  readonly residentBytes?: number;
}

/** What is short. */
export type Shortage = 'requests' | 'body_bytes' | 'rows' | 'event_loop' | 'heap' | 'memory';

export const SHORTAGES: readonly Shortage[] = [
  'requests',
  'body_bytes',
  'rows',
  'event_loop',
  'heap',
  'memory',
];

/** Of the process. */
export interface Vitals {
  readonly delayMilliseconds: number;
  readonly heapShare: number;
  readonly residentBytes: number;
}

/** Seconds after which a client may try again: what is short is measured twice a second. */
export const RETRY_AFTER_SECONDS = 1;

const SAMPLE_MILLISECONDS = 500;
const RESOLUTION_MILLISECONDS = 10;

export class Pressure {
  readonly #limits: Required<PressureLimits>;
  readonly #delay = monitorEventLoopDelay({ resolution: RESOLUTION_MILLISECONDS });
  readonly #timer: NodeJS.Timeout;
  #vitals: Vitals;
  #requests = 0;
  #bodyBytes = 0;
  #rows = 0;

  /** @param measure default: of this process */
  constructor(limits: PressureLimits = {}, measure?: () => Vitals) {
    this.#limits = {
      requests: 1000,
      bodyBytes: 2 ** 28,
      rows: 200_000,
      delayMilliseconds: 1000,
      heapShare: 0.9,
      residentBytes: 0.95 * containerBytes(),
      ...limits,
    };
    const vitals = measure ?? (() => this.#measure());
    this.#delay.enable();
    this.#vitals = vitals();
    this.#timer = setInterval(() => {
      this.#vitals = vitals();
    }, SAMPLE_MILLISECONDS);
    this.#timer.unref();
  }

  get requests(): number {
    return this.#requests;
  }

  get bodyBytes(): number {
    return this.#bodyBytes;
  }

  /** Rows that wait for their predictions. */
  get rows(): number {
    return this.#rows;
  }

  get vitals(): Vitals {
    return this.#vitals;
  }

  /**
   * Admits a request or says what is short for it. A request alone is always admitted, whatever its size and that of the heap:
   * otherwise memory that only further work gives back would end the service for ever.
   *
   * @param bodyBytes of its body, or as many as may be in memory at the same time
   * @returns what to call when it has ended
   */
  admit(bodyBytes: number): (() => void) | Shortage {
    const shortage = this.#requests === 0 ? undefined : this.#shortageFor(bodyBytes);
    if (shortage !== undefined) return shortage;
    this.#requests++;
    this.#bodyBytes += bodyBytes;
    return () => {
      this.#requests--;
      this.#bodyBytes -= bodyBytes;
    };
  }

  /** Counts rows while `work` predicts them. */
  async during<Result>(rows: number, work: () => Promise<Result>): Promise<Result> {
    this.#rows += rows;
    try {
      return await work();
    } finally {
      this.#rows -= rows;
    }
  }

  close(): void {
    clearInterval(this.#timer);
    this.#delay.disable();
  }

  #shortageFor(bodyBytes: number): Shortage | undefined {
    const most = this.#limits;
    const { delayMilliseconds, heapShare, residentBytes } = this.#vitals;
    if (this.#requests >= most.requests) return 'requests';
    if (this.#bodyBytes + bodyBytes > most.bodyBytes) return 'body_bytes';
    if (this.#rows >= most.rows) return 'rows';
    if (delayMilliseconds > most.delayMilliseconds) return 'event_loop';
    if (heapShare > most.heapShare) return 'heap';
    return residentBytes > most.residentBytes ? 'memory' : undefined;
  }

  #measure(): Vitals {
    const { used_heap_size: used, heap_size_limit: limit } = getHeapStatistics();
    // The histogram holds the times between two ticks of its timer, and nothing (NaN) before the second one.
    const delay = this.#delay.mean / 1e6 - RESOLUTION_MILLISECONDS;
    this.#delay.reset();
    return {
      delayMilliseconds: Math.max(0, delay || 0),
      heapShare: used / limit,
      residentBytes: process.memoryUsage.rss(),
    };
  }
}

/** Infinite without a limit, which some systems report as 0 and others as a number beyond any memory. */
function containerBytes(): number {
  return process.constrainedMemory() || Number.POSITIVE_INFINITY;
}
