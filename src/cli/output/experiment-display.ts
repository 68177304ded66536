/** Progress of an experiment on standard error: one line for all runs on a terminal, one line per run elsewhere. */
import { cellTitle } from '../../paper/experiments/cell.js';
import type { PlannedCell } from '../../paper/experiments/plan-cells.js';
import type { RunRecord } from '../../paper/experiments/run-record.js';
import type { HeldCell } from '../../paper/node/experiments/claim-file.js';
import type { ExperimentObserver } from '../../paper/node/experiments/run-experiment.js';
import { printableLine } from '../../text/printable.js';
import { heldSentences } from './held-cells.js';
import { CLEAR_LINE, type ProgressStream } from './output.js';
import { duration } from './progress-display.js';

const MILLISECONDS_BETWEEN_DRAWINGS = 80;
const WIDEST_BAR = 20;
/** With a smaller share of the work done, the time left cannot be estimated. */
const LEAST_SHARE_FOR_ESTIMATE = 0.002;

export interface ExperimentDisplayOptions {
  readonly live?: boolean;
  /** Number of requested runs that are already recorded. */
  readonly alreadyDone: number;
  /** The requested runs that are missing. */
  readonly missing: readonly PlannedCell[];
  /** Milliseconds, for tests. */
  readonly now?: () => number;
}

export class ExperimentDisplay implements ExperimentObserver {
  readonly #stream: ProgressStream;
  readonly #live: boolean;
  readonly #now: () => number;
  readonly #started: number;
  readonly #total: number;
  readonly #work: number;
  /** By key: the cell and the share of it that is done. */
  readonly #running = new Map<string, { readonly cell: PlannedCell; share: number }>();
  #done: number;
  #failed = 0;
  #workDone = 0;
  /** The runs that this process waits for. */
  #held: readonly HeldCell[] = [];
  #drawn = Number.NEGATIVE_INFINITY;
  #open = false;

  constructor(stream: ProgressStream, options: ExperimentDisplayOptions) {
    this.#stream = stream;
    this.#live = options.live ?? (stream.isTTY === true && process.env.TERM !== 'dumb');
    this.#now = options.now ?? (() => performance.now());
    this.#started = this.#now();
    this.#done = options.alreadyDone;
    this.#total = options.alreadyDone + options.missing.length;
    this.#work = options.missing.reduce((sum, { cost }) => sum + cost, 0);
  }

  onStart(cell: PlannedCell): void {
    this.#running.set(cell.key, { cell, share: 0 });
    this.#waitNoMoreFor(cell);
    this.#draw();
  }

  onEpoch({ key }: PlannedCell, epoch: number, epochs: number): void {
    const running = this.#running.get(key);
    if (running !== undefined) running.share = epoch / epochs;
    this.#draw();
  }

  onWait(held: readonly HeldCell[]): void {
    const keys = (cells: readonly HeldCell[]) => cells.map(({ key }) => key).join();
    const news = keys(held) !== keys(this.#held);
    this.#held = held;
    if (!this.#live && news) {
      for (const sentence of heldSentences(held)) this.#stream.write(`waiting: ${sentence}\n`);
    }
    this.#draw();
  }

  onFinishElsewhere(cell: PlannedCell, record: RunRecord): void {
    this.#add(cell, record, ' (another process)');
  }

  onFinish(cell: PlannedCell, record: RunRecord): void {
    this.#add(cell, record);
  }

  #add(cell: PlannedCell, record: RunRecord, remark = ''): void {
    this.#running.delete(cell.key);
    this.#waitNoMoreFor(cell);
    this.#workDone += cell.cost;
    if (record.outcome === 'done') this.#done++;
    else this.#failed++;
    if (!this.#live) {
      this.#stream.write(`${resultText(record)}${remark}; ${this.#counts().join(', ')}\n`);
      return;
    }
    if (record.outcome === 'failed') {
      this.#stream.write(`${CLEAR_LINE}${resultText(record)}\n`);
    }
    this.#drawn = Number.NEGATIVE_INFINITY;
    this.#draw();
  }

  #waitNoMoreFor(cell: PlannedCell): void {
    this.#held = this.#held.filter(({ key }) => key !== cell.key);
  }

  /** Ends the live line, so that what follows starts on a line of its own. */
  finish(): void {
    if (this.#open) this.#stream.write('\n');
    this.#open = false;
  }

  #draw(): void {
    if (!this.#live || this.#now() - this.#drawn < MILLISECONDS_BETWEEN_DRAWINGS) return;
    this.#drawn = this.#now();
    this.#open = true;
    const width = (this.#stream.columns ?? 80) - 1;
    const text = this.#counts().join(', ');
    const bar = Math.min(WIDEST_BAR, width - text.length - '[] '.length);
    const filled = Math.round((Math.max(bar, 0) * (this.#done + this.#failed)) / Math.max(this.#total, 1));
    const line = bar < 4 ? text : `[${'#'.repeat(filled)}${'.'.repeat(bar - filled)}] ${text}`;
    this.#stream.write(CLEAR_LINE + line.slice(0, width));
  }

  #counts(): string[] {
    const left = this.#secondsLeft();
    return [
      `${this.#done}/${this.#total} done`,
      `${this.#running.size} running`,
      `${this.#failed} failed`,
      ...heldSentences(this.#held),
      ...(left === undefined ? [] : [`${duration(left)} left`]),
    ];
  }

  /** Extrapolates the pace so far, by expected cost. */
  #secondsLeft(): number | undefined {
    let worked = this.#workDone;
    for (const { cell, share } of this.#running.values()) worked += share * cell.cost;
    if (worked < LEAST_SHARE_FOR_ESTIMATE * this.#work) return undefined;
    const seconds = (this.#now() - this.#started) / 1000;
    return Math.max(0, ((this.#work - worked) * seconds) / worked);
  }
}

function resultText(record: RunRecord): string {
  const result =
    record.outcome === 'done'
      ? `macro F1 ${record.metrics.macroF1.toFixed(3)} in ${record.seconds.toFixed(1)} s`
      : `failed: ${record.reason}`;
  return printableLine(`${cellTitle(record)}: ${result}`);
}
