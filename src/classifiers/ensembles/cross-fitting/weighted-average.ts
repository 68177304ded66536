/** A model that predicts the weighted mean of its members' calibrated probabilities. */
import * as z from 'zod';
import type { ColumnForm, FeatureMatrix, Matrix } from '../../../matrix.js';
import { ColumnScaleSchema } from '../../../tables/preparation/column-scale-schema.js';
import type { Classifier, EnsemblePart, ModelTensor, OutOfFold } from '../../contract/classifier.js';
import type { ClassifierEntry } from '../../contract/classifier-entry.js';
import type { FittedModel, FittedShape } from '../../contract/fitted-model.js';
import { spread } from '../../contract/probabilities.js';
import { damaged, parseSaved, requireData, savedNumbers } from '../../contract/saved-classifier.js';
import { FEATURE_TRANSFORMS, type FeatureTransform, transformsOf } from './feature-transform.js';
import { type MemberCalibration, reviveMemberCalibration } from './member-calibration.js';
import type { FittedMember, MemberFit } from './member-fit.js';
import { outOfFoldTensors, reviveOutOfFold } from './out-of-fold.js';
import { QuantileNormal } from './quantile-normal.js';
import { type Scaling, scaleRows } from './scaled-rows.js';

export interface Member {
  /** The candidate of `auto` that it is a fit of; absent for other ensembles and in files before 0.2.0. */
  readonly candidate?: string;
  readonly classifier: Classifier;
  readonly weight: number;
  readonly transform: FeatureTransform;
  /** Of its probabilities; absent: none. */
  readonly calibration?: MemberCalibration;
}

/** Smaller than any member's weight. */
const SMALLEST_SHARE = 1e-10;

/** An ensemble of 50 folds x 50 partitions has this many. */
const MOST_MEMBERS = 2500;

const savedAverage = z.object({
  members: z
    .array(
      z.object({
        classifier: z.string(),
        candidate: z
          .string()
          .regex(/^[a-z0-9][a-z0-9 -]{0,60}$/)
          .optional(),
        // A member's share of the ensemble, or 1.
        weight: z.number().min(SMALLEST_SHARE).max(1),
        /** The member's feature transform; `scale` is its name in model files. */
        scale: z.enum(FEATURE_TRANSFORMS),
        calibration: z.unknown().optional(),
        /** Power of a prior correction by `frequencies`, in files of version 0.1.0. */
        correction: z.number().min(0).max(1).optional(),
        state: z.looseObject({ columns: z.int() }),
      }),
    )
    .min(1)
    .max(MOST_MEMBERS),
  /** Each class's share of the total weight of the training rows, in files of version 0.1.0. */
  frequencies: savedNumbers.optional(),
  /** Scaling of 64-bit values; absent for 32-bit rows. */
  scaling: z.array(ColumnScaleSchema.nullable()).optional(),
});

export class WeightedAverage implements FittedModel {
  readonly #total: number;

  /**
   * @param quantiles of the training rows, needed if a member's transform is `quantile-normal`
   * @param outOfFold the members' out-of-fold predictions of the training rows
   * @param scaling of the rows, if they are 64-bit values
   */
  constructor(
    readonly name: string,
    readonly members: readonly Member[],
    readonly shape: FittedShape,
    private readonly quantiles: QuantileNormal | undefined,
    readonly outOfFold: OutOfFold | undefined,
    private readonly scaling: Scaling | undefined = undefined,
  ) {
    this.#total = members.reduce((sum, { weight }) => sum + weight, 0);
  }

  get form(): ColumnForm {
    return this.scaling === undefined ? 'scaled' : 'values';
  }

  async probabilities(X: FeatureMatrix): Promise<Matrix> {
    const { classes } = this.shape;
    const sums = new Float64Array(X.rows * classes);
    const standard = scaleRows(X, this.scaling);
    const normal = this.quantiles?.transform(standard);
    const seen = { values: X, standard, 'quantile-normal': normal as Matrix };
    for (const { classifier, weight, transform, calibration } of this.members) {
      const found = await classifier.predictProba(seen[transform]);
      const given = spread(found, classifier.classes as number[], classes);
      const { data } = calibration?.transform(given) ?? given;
      for (let i = 0; i < data.length; i++) sums[i] += weight * data[i];
    }
    const data = Float32Array.from(sums, (sum) => sum / this.#total);
    return { data, rows: X.rows, columns: classes };
  }

  /** The members grouped by name, transform and calibration, the largest weight first. */
  parts(): EnsemblePart[] {
    const parts = new Map<string, EnsemblePart>();
    for (const { candidate, classifier, weight, transform, calibration } of this.members) {
      const name = candidate ?? classifier.name;
      const remarks = [
        ...(transform === 'quantile-normal' ? ['quantile-normal features'] : []),
        ...(calibration ? [calibration.remark] : []),
      ];
      const remark = remarks.join(', ');
      const key = JSON.stringify([name, remark]);
      const known = parts.get(key);
      parts.set(key, {
        name,
        classifier: classifier.name,
        remark,
        members: (known?.members ?? 0) + 1,
        weight: (known?.weight ?? 0) + weight / this.#total,
      });
    }
    return [...parts.values()].sort((one, other) => other.weight - one.weight);
  }

  toJSON(): Record<string, unknown> {
    const members = this.members.map(({ candidate, classifier, weight, transform, calibration }) => ({
      classifier: classifier.name,
      ...(candidate && { candidate }),
      weight,
      scale: transform,
      ...(calibration && { calibration: calibration.toJSON() }),
      state: classifier.toJSON(),
    }));
    return { members, ...(this.scaling && { scaling: this.scaling }) };
  }

  tensors(): Map<string, ModelTensor> {
    const tensors = new Map<string, ModelTensor>();
    this.members.forEach(({ classifier }, i) => {
      for (const [name, tensor] of classifier.tensors()) tensors.set(`${prefixOf(i)}${name}`, tensor);
    });
    const { quantiles, outOfFold } = this;
    if (quantiles) {
      const shape = [quantiles.columns, quantiles.count];
      tensors.set(QUANTILES, { dtype: 'F32', shape, data: quantiles.quantiles });
    }
    if (outOfFold) for (const [name, tensor] of outOfFoldTensors(outOfFold)) tensors.set(name, tensor);
    return tensors;
  }

  /** Restores a model from `toJSON` and `tensors`. Throws `InputError` if they are damaged. */
  static async revive(
    entries: readonly ClassifierEntry[],
    saved: unknown,
    tensors: Map<string, ModelTensor>,
    shape: FittedShape,
    name: string,
  ): Promise<WeightedAverage> {
    const { members: described, frequencies, scaling } = parseSaved(savedAverage, saved, name);
    if (scaling !== undefined && scaling.length !== shape.columns) {
      throw damaged(name, `it scales ${scaling.length} columns of ${shape.columns}`);
    }
    const members: Member[] = [];
    const tensorsOf = tensorsByMember(tensors, described.length);
    for (const [i, { classifier: of, candidate, weight, scale, state, ...adjusted }] of described.entries()) {
      const { columns } = state;
      if (columns !== shape.columns) {
        throw damaged(name, `member ${i} is for ${columns} columns, not ${shape.columns}`);
      }
      if (JSON.stringify(state.categories) !== JSON.stringify(shape.categories)) {
        throw damaged(name, `member ${i} is for other categories`);
      }
      const classifier = await loadMember(entries, of, state, tensorsOf[i], name);
      checkMember(classifier, shape, name, i);
      const calibration = reviveMemberCalibration(
        { ...adjusted, frequencies },
        shape.classes,
        `${name}: member ${i}`,
      );
      members.push({ ...(candidate && { candidate }), classifier, weight, transform: scale, calibration });
    }
    const needed = members.some(({ transform }) => transform === 'quantile-normal');
    const quantiles = needed ? reviveQuantiles(tensors, shape.columns, name) : undefined;
    const outOfFold = reviveOutOfFold(tensors, shape.classes, name);
    return new WeightedAverage(name, members, shape, quantiles, outOfFold, scaling);
  }
}

/** The member with the fitted classifier of a result. */
export async function memberOf(
  entries: readonly ClassifierEntry[],
  { classifier: of, transform }: MemberFit,
  { state, tensors }: FittedMember,
  role: Pick<Member, 'candidate' | 'weight' | 'calibration'>,
  name: string,
): Promise<Member> {
  const classifier = await loadMember(entries, of, state, tensors, name);
  return { classifier, transform, ...role };
}

/** The quantiles of the training rows, if these members need them. */
export function neededQuantiles(members: readonly Member[], X: FeatureMatrix): QuantileNormal | undefined {
  return members.some(({ transform }) => transform === 'quantile-normal')
    ? transformsOf(X).quantiles()
    : undefined;
}

/** The tensor of the quantiles of the training rows. */
export const QUANTILES = 'quantiles';
const prefixOf = (member: number) => `member${member}.`;

const PREFIXED = /^member(0|[1-9]\d*)\.(.*)$/s;

/** The tensors of each member under their own names, in one pass over all. */
export function tensorsByMember(
  tensors: Map<string, ModelTensor>,
  members: number,
): Map<string, ModelTensor>[] {
  const own = Array.from({ length: members }, () => new Map<string, ModelTensor>());
  for (const [name, tensor] of tensors) {
    const [, member, rest] = PREFIXED.exec(name) ?? [];
    if (member !== undefined) own[Number(member)]?.set(rest, tensor);
  }
  return own;
}

function loadMember(
  entries: readonly ClassifierEntry[],
  of: string,
  state: unknown,
  tensors: Map<string, ModelTensor>,
  name: string,
): Promise<Classifier> {
  const entry = entries.find((known) => known.name === of);
  if (entry === undefined)
    throw damaged(name, `a member is ${JSON.stringify(of)}, which is not a valid member`);
  return entry.load(state, tensors);
}

function checkMember(classifier: Classifier, { classes }: FittedShape, name: string, i: number) {
  const labels = classifier.classes as readonly number[];
  const ascending = labels.every(
    (label, c) => Number.isInteger(label) && label < classes && label > (c === 0 ? -1 : labels[c - 1]),
  );
  if (!ascending)
    throw damaged(name, `member ${i} has labels that are not ascending class indices below ${classes}`);
}

function reviveQuantiles(tensors: Map<string, ModelTensor>, columns: number, name: string): QuantileNormal {
  const count = tensors.get(QUANTILES)?.shape[1] ?? 0;
  const data = requireData(tensors, QUANTILES, [columns, Math.max(1, count)], name, 'F32');
  const falling = data.findIndex((value, i) => i % count > 0 && value < data[i - 1]);
  if (falling >= 0)
    throw damaged(name, `the quantiles of column ${Math.floor(falling / count)} are not ascending`);
  return new QuantileNormal(data, columns);
}
