/**
 * The progress of a training on standard error: on a terminal a live line for each stage, with a bar and the stage's
 * name; a few plain lines elsewhere.
 */
import type { FitProgress } from '../../classifiers/contract/classifier.js';
import { CLEAR_LINE, type ProgressStream } from './output.js';

/** A live line is not drawn more often than this. */
const MILLISECONDS_BETWEEN_DRAWINGS = 80;
/** Plain lines per stage: one for every 5 % of its epochs, besides that of the first epoch. */
const PLAIN_LINES = 20;
const WIDEST_BAR = 20;
/** A narrower one shows nothing. */
const NARROWEST_BAR = 4;

export class ProgressDisplay {
  readonly #stream: ProgressStream;
  readonly #live: boolean;
  #drawn = Number.NEGATIVE_INFINITY;
  #plainLines = -1;
  #open = false;
  /** Whether the live line is cleared when it ends. */
  #isPassing = false;
  #stage: string | undefined;

  constructor(stream: ProgressStream, options: { readonly live?: boolean } = {}) {
    this.#stream = stream;
    this.#live = options.live ?? (stream.isTTY === true && process.env.TERM !== 'dumb');
  }

  update(progress: FitProgress): void {
    const { epoch, epochs } = progress;
    const last = epoch === epochs;
    if (progress.stage !== this.#stage) this.#begin(progress.stage);
    if (!this.#live) {
      const due = Math.floor((epoch * PLAIN_LINES) / epochs);
      if (due === this.#plainLines && !last) return;
      this.#plainLines = due;
      this.#stream.write(`${progressLine(progress)}\n`);
      return;
    }
    const now = performance.now();
    if (now - this.#drawn < MILLISECONDS_BETWEEN_DRAWINGS && !last) return;
    this.#drawn = now;
    this.#open = true;
    this.#stream.write(CLEAR_LINE + liveLine(progress, (this.#stream.columns ?? 80) - 1));
  }

  /** A stage without progress begins: a line of its own, which goes on a terminal when the next one begins. */
  begin(stage: string): void {
    if (this.#live) {
      this.#begin(stage);
      this.#isPassing = true;
      this.#open = true;
      this.#stream.write(`${CLEAR_LINE}${`${stage} ...`.slice(0, (this.#stream.columns ?? 80) - 1)}`);
    } else this.#stream.write(`${stage} ...\n`);
  }

  #begin(stage: string | undefined): void {
    this.finish();
    this.#stage = stage;
    this.#plainLines = -1;
    this.#drawn = Number.NEGATIVE_INFINITY;
  }

  /** Ends the live line, so that what follows starts on a line of its own. */
  finish(): void {
    if (this.#open) this.#stream.write(this.#isPassing ? CLEAR_LINE : '\n');
    this.#open = false;
    this.#isPassing = false;
  }
}

/** `training: epoch 46/100  loss 0.512  macro F1 0.703 (best 0.731)  52.1 epochs/s  2 s left` */
export function progressLine(progress: FitProgress): string {
  const { stage, unit = 'epoch' } = progress;
  return `${stage === undefined ? '' : `${stage}: `}${unit} ${figures(progress).join('  ')}`;
}

function figures(progress: FitProgress): string[] {
  const { unit = 'epoch', epoch, epochs, loss, validationMacroF1, bestMacroF1, secondsElapsed } = progress;
  const { secondsLeft } = progress;
  const rate = epoch / Math.max(secondsElapsed, 1e-9);
  const best = bestMacroF1 === undefined ? '' : ` (best ${bestMacroF1.toFixed(3)})`;
  return [
    `${String(epoch).padStart(String(epochs).length)}/${epochs}`,
    ...(loss === undefined ? [] : [`loss ${loss.toFixed(3)}`]),
    ...(validationMacroF1 === undefined ? [] : [`macro F1 ${validationMacroF1.toFixed(3)}${best}`]),
    // Steps that differ in length have no rate.
    ...(secondsLeft === undefined ? [`${rate >= 100 ? rate.toFixed(0) : rate.toFixed(1)} ${unit}s/s`] : []),
    ...timeLeft(progress, rate),
  ];
}

/** Nothing where it is not known, nor for the last fit: other stages follow. */
function timeLeft({ epoch, epochs, secondsLeft, isAtLeast }: FitProgress, rate: number): string[] {
  if (secondsLeft === undefined) return [`${duration((epochs - epoch) / rate)} left`];
  return isAtLeast || secondsLeft === 0 ? [] : [`${duration(secondsLeft)} left`];
}

/** The stage and the figures in `width` characters, with a bar between if there is room for one. */
function liveLine(progress: FitProgress, width: number): string {
  const text = figures(progress).join(' ');
  const stage = progress.stage === undefined ? '' : `${progress.stage} `;
  const bar = Math.min(WIDEST_BAR, width - stage.length - text.length - '[] '.length);
  if (bar < NARROWEST_BAR) return `${stage}${text}`.slice(0, width);
  const filled = Math.round((bar * progress.epoch) / progress.epochs);
  return `${stage}[${'#'.repeat(filled)}${'.'.repeat(bar - filled)}] ${text}`;
}

/** `7 s`, `3 min 20 s`, `2 h 5 min` */
export function duration(seconds: number): string {
  const whole = Math.ceil(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}
