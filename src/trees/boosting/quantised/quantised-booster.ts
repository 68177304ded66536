/** Boosting on quantised derivatives: validation rows follow the trees by their codes, as the rows not drawn do. */
import { RandomStream } from '../../../engine/random/random-stream.js';
import type { TimeSlices } from '../../../event-loop.js';
import type { Matrix } from '../../../matrix.js';
import type { Tree } from '../../tree.js';
import type { BoostedTrees } from '../boosted-trees.js';
import { BoostingMemory } from '../boosting-memory.js';
import type { BoostingRows } from '../boosting-plan.js';
import type { BoostingRule } from '../boosting-rule.js';
import { NestedColumns } from '../column-choice.js';
import { firstRounds } from '../grown-trees.js';
import type { RoundBooster } from '../round-booster.js';
import { CodeMemory } from './code-memory.js';
import { ColumnCuts } from './column-cuts.js';
import { DerivativeIntegers } from './derivative-integers.js';
import { type GrowthLimits, QuantisedGrower } from './quantised-grower.js';
import { FitThreads, type ThreadsOptions } from './threads/fit-threads.js';

/** Values of X times rounds from which on helpers are worth their start: about half a second of one thread. */
const LEAST_WORK = 2e8;

export interface QuantisedPlan {
  readonly rule: BoostingRule;
  readonly limits: GrowthLimits;
  readonly seed: number;
  /** Shares of the rows and of the columns that each tree draws. */
  readonly subsample: number;
  readonly colsample: number;
  /** From 2 to `MOST_BINS`. */
  readonly maxBins: number;
  /** A margin for each output. */
  readonly initial: Float32Array;
  /** The same in the fitted model; default `initial`. */
  readonly fittedInitial?: Float32Array;
}

export class QuantisedBooster implements RoundBooster {
  readonly #trees: Tree[] = [];
  readonly #derivatives: DerivativeIntegers;
  readonly #grower: QuantisedGrower;
  readonly #columns: NestedColumns;
  readonly #random: RandomStream;
  readonly #numbers: Uint32Array;
  /** All rows in the order of the last draw. */
  readonly #order: Int32Array;

  private constructor(
    readonly rows: BoostingRows,
    readonly plan: QuantisedPlan,
    readonly memory: BoostingMemory,
    private readonly threads: FitThreads,
  ) {
    const { X, validation } = rows;
    const { seed, rule, limits, maxBins, colsample } = plan;
    const cuts = new ColumnCuts(X, maxBins, new RandomStream(seed, 'bins'), threads);
    const codes = new CodeMemory(threads, cuts, validation ? [X, validation.X] : [X]);
    this.#derivatives = new DerivativeIntegers(memory, rows.y.length, threads);
    this.#grower = new QuantisedGrower(codes, this.#derivatives, rule, limits, memory.rows, threads);
    const shares = { byTree: colsample, byLevel: 1, byNode: 1 };
    this.#columns = new NestedColumns(X.columns, shares, new RandomStream(seed, 'columns'));
    this.#random = new RandomStream(seed, 'rows');
    this.#numbers = new Uint32Array(rows.y.length);
    this.#order = new Int32Array(memory.rows);
    for (let row = 0; row < memory.rows; row++) this.#order[row] = row;
    this.#derivatives.differentiate();
  }

  /**
   * The same for any number of threads.
   *
   * @param rounds the most that will be grown: a fit of less than `leastWork` is done in this thread alone
   */
  static async create(
    rows: BoostingRows,
    plan: QuantisedPlan,
    rounds: number,
    { executor, leastWork = LEAST_WORK, ...options }: ThreadsOptions & { readonly leastWork?: number } = {},
  ): Promise<QuantisedBooster> {
    const isLong = rows.X.rows * rows.X.columns * rounds >= leastWork;
    const threads = await FitThreads.open({ ...options, executor: isLong ? executor : undefined });
    try {
      const { rule, initial } = plan;
      const memory = new BoostingMemory(threads.engine, withValidation(rows), rule.hessianScale, initial);
      return new QuantisedBooster(rows, plan, memory, threads);
    } catch (error) {
      threads.release();
      throw error;
    }
  }

  release(): void {
    this.threads.release();
  }

  async grow(slices: TimeSlices, signal?: AbortSignal): Promise<Tree[]> {
    const { rows, drawn } = this.#draw();
    const trees: Tree[] = [];
    for (let output = 0; output < this.memory.outputs; output++) {
      this.#columns.startTree();
      const { columns } = this.#columns.atNode(0);
      trees.push(await this.#grower.grow(output, rows, drawn, columns, slices, signal));
    }
    return trees;
  }

  add(trees: Tree[]): number {
    this.#trees.push(...trees);
    return this.#derivatives.differentiate();
  }

  get validationMargins(): Matrix | undefined {
    const { validation, y } = this.rows;
    if (validation === undefined) return undefined;
    const { outputs } = this.memory;
    const rows = validation.y.length;
    const data = new Float32Array(rows * outputs);
    for (let output = 0; output < outputs; output++) {
      const margins = this.memory.margins(output).subarray(y.length);
      for (let row = 0; row < rows; row++) data[row * outputs + output] = margins[row];
    }
    return { data, rows, columns: outputs };
  }

  finish(rounds: number): BoostedTrees | undefined {
    const { initial, fittedInitial = initial } = this.plan;
    return firstRounds(this.#trees, rounds, fittedInitial, this.rows.X.columns);
  }

  /** All rows, beginning with those drawn without replacement from the training rows; both parts are ascending. */
  #draw(): { readonly rows: Int32Array; readonly drawn: number } {
    const training = this.rows.y.length;
    const wanted = Math.max(1, Math.floor(this.plan.subsample * training));
    const rows = this.#order;
    if (wanted === training) return { rows, drawn: training };
    this.#random.fill(this.#numbers);
    let drawn = 0;
    let other = wanted;
    for (let row = 0; row < training; row++) {
      const isDrawn = this.#numbers[row] * 2 ** -32 * (training - row) < wanted - drawn;
      rows[isDrawn ? drawn++ : other++] = row;
    }
    return { rows, drawn };
  }
}

/** Training rows followed by the validation rows, which have weight 0. */
function withValidation({ y, classes, weights, validation }: BoostingRows) {
  if (validation === undefined) return { y, classes, weights };
  const all = new Int32Array(y.length + validation.y.length);
  all.set(y);
  all.set(validation.y, y.length);
  const ofAll = new Float64Array(all.length);
  ofAll.set(weights ?? new Float64Array(y.length).fill(1));
  return { y: all, classes, weights: ofAll };
}
