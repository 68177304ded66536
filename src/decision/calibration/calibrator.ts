/** From the probabilities of a classifier to those of a model: the calibration, then other priors if they were given. */
import * as z from 'zod';
import { log } from '../../engine/random/portable-math.js';
import { InputError } from '../../errors.js';
import type { Label, Matrix } from '../../matrix.js';
import { firstIssues } from '../../text/first-issues.js';
import type { Calibration } from './calibration.js';
import { reviveCalibration } from './calibration-kinds.js';
import { NoCalibration } from './no-calibration.js';
import { PriorCorrection } from './prior-correction.js';

const schema = z.strictObject({
  calibration: z.unknown(),
  /** Class frequencies to predict for, in the order of the classes; absent: those of the training rows. */
  priors: z.array(z.number().gt(0).lt(1)).optional(),
  correction: z.unknown().optional(),
});

/** Priors in a description. */
const MOST_LISTED = 6;

export class Calibrator {
  /**
   * @param priors class frequencies that `correction` corrects to
   */
  private constructor(
    readonly calibration: Calibration,
    readonly priors: readonly number[] | undefined,
    readonly correction: PriorCorrection | undefined,
  ) {}

  /** Leaves probabilities unchanged. */
  static readonly none = new Calibrator(new NoCalibration(), undefined, undefined);

  /**
   * @param observed rows of each class among those that the calibration was fitted on
   * @param priors class frequencies to predict for; default those observed
   * @throws InputError if `observed` or `priors` has a class that is not above 0 and there are priors.
   */
  static of(calibration: Calibration, observed: ArrayLike<number>, priors?: ArrayLike<number>): Calibrator {
    if (priors === undefined) return new Calibrator(calibration, undefined, undefined);
    return new Calibrator(calibration, Array.from(priors), PriorCorrection.between(observed, priors));
  }

  /**
   * The same, corrected to other class frequencies.
   *
   * @param trained class frequencies that its probabilities are for now
   * @param priors class frequencies to predict for
   * @throws InputError as `of`.
   */
  withPriors(trained: ArrayLike<number>, priors: ArrayLike<number>): Calibrator {
    const factors = this.correction?.factors;
    const base = Array.from(trained, (share, c) => share / (factors?.[c] ?? 1));
    return new Calibrator(this.calibration, Array.from(priors), PriorCorrection.between(base, priors));
  }

  /** Whether it changes no probability. */
  get isIdentity(): boolean {
    return this.calibration.kind === 'none' && this.correction === undefined;
  }

  /** Calibrated probabilities, rows x classes; each row sums to 1. */
  transform(probabilities: Matrix): Matrix {
    return this.corrected(this.calibration.transform(probabilities));
  }

  /** The prior correction alone, of probabilities that are calibrated already. */
  corrected(calibrated: Matrix): Matrix {
    return this.correction?.transform(calibrated) ?? calibrated;
  }

  /** As `Calibration.argmaxLogWeights`. */
  argmaxLogWeights(classes: number): Float64Array | undefined {
    const weights = this.calibration.argmaxLogWeights(classes);
    const { correction } = this;
    return correction ? weights?.map((weight, c) => weight - log(correction.factors[c])) : weights;
  }

  /** In one line, without a full stop. */
  describe(classes: readonly Label[]): string {
    const { priors, calibration } = this;
    if (priors === undefined) return calibration.kind;
    const listed = priors.slice(0, MOST_LISTED).map((prior, c) => `${classes[c]} ${prior.toPrecision(3)}`);
    const more = priors.length > MOST_LISTED ? ` and ${priors.length - MOST_LISTED} more` : '';
    return `${calibration.kind}, corrected to the priors ${listed.join(', ')}${more}`;
  }

  toJSON(): z.output<typeof schema> {
    const { calibration, priors, correction } = this;
    return {
      calibration: calibration.toJSON(),
      ...(priors && correction && { priors: [...priors], correction: correction.toJSON() }),
    };
  }

  /**
   * The calibrator whose `toJSON` gave `json`.
   *
   * @param classes how many there are
   * @throws InputError for what is none, or is for another number of classes.
   */
  static revive(json: unknown, classes: number): Calibrator {
    const parsed = schema.safeParse(json);
    if (!parsed.success) throw new InputError(`its calibration: ${firstIssues(parsed.error)}`);
    const { calibration, priors, correction } = parsed.data;
    const revived = reviveCalibration(calibration, classes);
    if (priors === undefined) return new Calibrator(revived, undefined, undefined);
    if (priors.length !== classes) {
      throw new InputError(`its calibration has ${priors.length} priors for ${classes} classes`);
    }
    return new Calibrator(revived, priors, PriorCorrection.revive(correction, classes));
  }
}
