/** Decisions that keep the recall or the precision of classes above a floor. */
import * as z from 'zod';
import { InputError } from '../errors.js';
import type { Label, Matrix } from '../matrix.js';
import { quote } from '../text/name-list.js';
import { argmaxWithout, columnOf, thresholdText } from './class-threshold.js';
import type { Decision, DecisionKind } from './decision.js';
import {
  type FloorRows,
  type FoundThreshold,
  findPrecisionFloor,
  findRecallFloor,
} from './floor-thresholds.js';
import { checkOutOfFold, type OutOfFoldRows } from './out-of-fold-rows.js';

const KIND = 'floor';

const share = z.number().gt(0).lte(1);

const savedFloor = z.strictObject({
  /** The class index. */
  class: z.int().min(0),
  metric: z.enum(['recall', 'precision']),
  least: share,
  /** Rows with at least this probability of the class are decided for it; above 1: none. */
  threshold: z.number().min(0).max(1.01),
});

const schema = z.strictObject({
  kind: z.literal(KIND),
  floors: z.array(savedFloor).min(1),
  confidence: z.number().gt(0).lt(1).nullable(),
});

export type Floor = Omit<FittedFloor, 'threshold'>;
export type FittedFloor = z.output<typeof savedFloor>;

export interface FloorOptions {
  /**
   * In the order of their claims: a row that reaches the thresholds of two classes is decided for the first. At least
   * one class has no floor.
   */
  readonly floors: readonly Floor[];
  /** With it each floor holds, for rows like those given, with this probability over their draw: all floors together. */
  readonly confidence?: number;
  /**
   * Whether the rows were scored out of fold (default), by models that learned a part of the others each, and not by
   * the very model that will score new rows. The final model's scores then differ a little, and the risk, 1 -
   * confidence, is halved for it, as in the bound of cross-conformal prediction (Barber et al., "Predictive inference
   * with the jackknife+", 2021). docs/research.md has how often such a floor was kept.
   */
  readonly crossFitted?: boolean;
  /** The labels, for the reason. */
  readonly classes: readonly Label[];
}

/** A decision, or in words why there is none that keeps the floors. */
export type FloorFit =
  | { readonly kind: 'fitted'; readonly decision: FloorDecision }
  | { readonly kind: 'impossible'; readonly reason: string };

/**
 * Decides for the first class whose threshold the row's probability reaches; for the most probable class without a
 * floor if it reaches none.
 */
export class FloorDecision implements Decision {
  readonly kind = KIND;

  constructor(
    readonly floors: readonly FittedFloor[],
    /** Null: the floors were kept on the rows of the fit, and nothing is said of others. */
    readonly confidence: number | null,
  ) {}

  /** The class of the first floor. */
  get positive(): number {
    return this.floors[0].class;
  }

  /** Of the class of the first floor only: the others get what the earlier ones leave. */
  thresholdOf(c: number): number | undefined {
    const [{ class: first, threshold }] = this.floors;
    return c === first ? threshold : undefined;
  }

  /**
   * Thresholds under which the floors are kept, of these those with the best of the other metric: precision above a
   * floor of recall, recall above a floor of precision. `findRecallFloor` and `findPrecisionFloor` have the rules.
   *
   * A confidence is a bound that holds for any distribution of the scores if new rows are like those given.
   *
   * @throws InputError for floors that cannot be combined, and rows that `checkOutOfFold` refuses.
   */
  static fit(
    rows: OutOfFoldRows,
    { floors, confidence, crossFitted = true, classes }: FloorOptions,
  ): FloorFit {
    checkOutOfFold(rows);
    checkFloors(floors, confidence, classes);
    if (confidence !== undefined && rows.weights !== undefined) {
      throw new InputError(
        'a floor with a confidence is a count of rows: it cannot be combined with weights',
      );
    }
    const parts = floors.length * (crossFitted ? 2 : 1);
    const risk = confidence === undefined ? undefined : (1 - confidence) / parts;
    const claimed = new Uint8Array(rows.y.length);
    const fitted: FittedFloor[] = [];
    for (const floor of floors) {
      const scores = columnOf(rows.probabilities, floor.class);
      const floorRows: FloorRows = {
        scores,
        positives: rows.y.map((c) => (c === floor.class ? 1 : 0)),
        claimed,
        weights: rows.weights,
      };
      const find = floor.metric === 'recall' ? findRecallFloor : findPrecisionFloor;
      const found: FoundThreshold = find(floorRows, { least: floor.least, risk, alone: floors.length === 1 });
      if (found.kind === 'none') {
        const promise = confidence === undefined ? '' : ` with confidence ${confidence}`;
        const name = `${floor.metric} >= ${floor.least} of ${JSON.stringify(classes[floor.class])}${promise}`;
        return { kind: 'impossible', reason: `${name} ${found.reason}` };
      }
      const { threshold } = found;
      fitted.push({ ...floor, threshold });
      scores.forEach((score, row) => {
        if (score >= threshold) claimed[row] = 1;
      });
    }
    return { kind: 'fitted', decision: new FloorDecision(fitted, confidence ?? null) };
  }

  decide(probabilities: Matrix): Int32Array {
    const { data, rows, columns } = probabilities;
    const decided = argmaxWithout(probabilities, new Set(this.floors.map((floor) => floor.class)));
    for (let row = 0; row < rows; row++) {
      const claim = this.floors.find((floor) => data[row * columns + floor.class] >= floor.threshold);
      if (claim !== undefined) decided[row] = claim.class;
    }
    return decided;
  }

  describe(classes: readonly Label[]): string {
    const rules = this.floors.map(({ class: c, metric, least, threshold }) => {
      const name = quote(String(classes[c]));
      return `${metric} >= ${least} of ${name}, decided from a probability of ${thresholdText(threshold)}`;
    });
    const promise = this.confidence === null ? '' : `, with confidence ${this.confidence}`;
    return `floor: ${rules.join('; ')}${promise}`;
  }

  toJSON(): z.output<typeof schema> {
    return { kind: KIND, floors: this.floors.map((floor) => ({ ...floor })), confidence: this.confidence };
  }
}

function checkFloors(
  floors: readonly Floor[],
  confidence: number | undefined,
  classes: readonly Label[],
): void {
  const floored = new Set<number>();
  for (const { class: c, metric, least } of floors) {
    if (!(c in classes))
      throw new InputError(`a floor is for class ${c}, but there are ${classes.length} classes`);
    if (floored.has(c)) {
      throw new InputError(`class ${JSON.stringify(classes[c])} has two floors: give it one`);
    }
    floored.add(c);
    if (!share.safeParse(least).success) {
      throw new InputError(`the floor of ${metric} is ${least}: give a number above 0, up to 1`);
    }
  }
  if (floors.length === 0) throw new InputError('there is no floor to keep');
  if (floored.size >= classes.length) {
    throw new InputError('every class has a floor: leave one without, for the rows that reach no threshold');
  }
  if (confidence === undefined) return;
  if (!(confidence > 0 && confidence < 1)) {
    throw new InputError(`confidence is ${confidence}: give a number between 0 and 1, for example 0.95`);
  }
  if (floors.length > 1 && floors.some(({ metric }) => metric === 'precision')) {
    throw new InputError(
      'a floor of precision with a confidence cannot be combined with other floors: give that one alone',
    );
  }
}

export const floorKind: DecisionKind<typeof schema> = {
  kind: KIND,
  schema,
  revive({ floors, confidence }, classes: readonly Label[]): FloorDecision {
    const floored = new Set(floors.map((floor) => floor.class));
    const bad = floored.size < floors.length || floored.size >= classes.length;
    if (bad || floors.some((floor) => floor.class >= classes.length)) {
      throw new InputError(`the floors of its decision do not fit its ${classes.length} classes`);
    }
    return new FloorDecision(floors, confidence);
  },
};
