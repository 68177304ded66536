/** The weighted mean of the probabilities of fitted classifiers, as a model of its own. */
import * as z from 'zod';
import type { Matrix } from '../../matrix.js';
import type { Classifier, EnsemblePart, ModelTensor, OutOfFold } from '../classifier.js';
import type { ClassifierEntry } from '../classifier-entry.js';
import type { LearnedModel, LearnedShape } from '../learning-classifier.js';
import { damaged, parseSaved, requireData } from '../saved-classifier.js';
import { spread } from '../spread-classes.js';
import { type FittedFold, type FoldFit, quantilesFor, SCALES, type Scale } from './fold-fit.js';
import { outOfFoldTensors, reviveOutOfFold } from './out-of-fold.js';
import { correctPriors } from './prior-correction.js';
import { QuantileNormal } from './quantile-normal.js';

export interface Member {
  readonly classifier: Classifier;
  readonly weight: number;
  readonly scale: Scale;
  /** The power of the prior correction of its probabilities; 0 for none. */
  readonly correction: number;
}

const savedAverage = z.object({
  members: z
    .array(
      z.object({
        classifier: z.string(),
        weight: z.number().positive(),
        scale: z.enum(SCALES),
        correction: z.number().min(0),
        state: z.unknown(),
      }),
    )
    .min(1),
  /** The share of each class in the weight of the training rows. */
  frequencies: z.array(z.number().positive()),
});

export class WeightedAverage implements LearnedModel {
  readonly #total: number;

  /**
   * @param frequencies the share of each class in the weight of the training rows
   * @param quantiles of the training rows, needed where a member's scale is `quantile-normal`
   * @param outOfFold what the members said of training rows that they had not learned
   */
  constructor(
    readonly name: string,
    readonly members: readonly Member[],
    readonly shape: LearnedShape,
    private readonly frequencies: readonly number[],
    private readonly quantiles: QuantileNormal | undefined,
    readonly outOfFold: OutOfFold | undefined,
  ) {
    this.#total = members.reduce((sum, { weight }) => sum + weight, 0);
  }

  async probabilities(X: Matrix): Promise<Matrix> {
    const { classes } = this.shape;
    const sums = new Float64Array(X.rows * classes);
    const scaled = this.quantiles?.transform(X);
    for (const { classifier, weight, scale, correction } of this.members) {
      const given = scale === 'standard' ? X : (scaled as Matrix);
      const found = await classifier.predictProba(given);
      const { data } = correctPriors(
        spread(found, classifier.classes as number[], classes),
        this.frequencies,
        correction,
      );
      for (let i = 0; i < data.length; i++) sums[i] += weight * data[i];
    }
    const data = Float32Array.from(sums, (sum) => sum / this.#total);
    return { data, rows: X.rows, columns: classes };
  }

  /** Members of one classifier, scale and correction together, the largest weight first. */
  parts(): EnsemblePart[] {
    const parts = new Map<string, EnsemblePart>();
    for (const { classifier, weight, scale, correction } of this.members) {
      const remarks = [
        ...(scale === 'quantile-normal' ? ['on quantile-normal features'] : []),
        ...(correction > 0 ? [`prior correction ${correction}`] : []),
      ];
      const remark = remarks.join(', ');
      const key = JSON.stringify([classifier.name, remark]);
      const known = parts.get(key);
      parts.set(key, {
        classifier: classifier.name,
        remark,
        members: (known?.members ?? 0) + 1,
        weight: (known?.weight ?? 0) + weight / this.#total,
      });
    }
    return [...parts.values()].sort((one, other) => other.weight - one.weight);
  }

  toJSON(): Record<string, unknown> {
    const members = this.members.map(({ classifier, weight, scale, correction }) => ({
      classifier: classifier.name,
      weight,
      scale,
      correction,
      state: classifier.toJSON(),
    }));
    return { members, frequencies: this.frequencies };
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

  /** The model that `toJSON` and `tensors` gave. Throws `InputError` if it cannot have been saved like that. */
  static async revive(
    entries: readonly ClassifierEntry[],
    saved: unknown,
    tensors: Map<string, ModelTensor>,
    shape: LearnedShape,
    name: string,
  ): Promise<WeightedAverage> {
    const { members: described, frequencies } = parseSaved(savedAverage, saved, name);
    if (frequencies.length !== shape.classes) {
      throw damaged(name, `it has ${frequencies.length} class frequencies for ${shape.classes} classes`);
    }
    const members: Member[] = [];
    for (const [i, { classifier: of, weight, scale, correction, state }] of described.entries()) {
      const classifier = await loadMember(entries, of, state, withoutPrefix(tensors, prefixOf(i)), name);
      checkMember(classifier, shape, name, i);
      members.push({ classifier, weight, scale, correction });
    }
    const needed = members.some(({ scale }) => scale === 'quantile-normal');
    const quantiles = needed ? reviveQuantiles(tensors, shape.columns, name) : undefined;
    const outOfFold = reviveOutOfFold(tensors, shape.classes, name);
    return new WeightedAverage(name, members, shape, frequencies, quantiles, outOfFold);
  }
}

/** The fitted classifier of a result. */
export async function memberOf(
  entries: readonly ClassifierEntry[],
  { classifier: of, scale }: FoldFit,
  { state, tensors }: FittedFold,
  { weight, correction }: Pick<Member, 'weight' | 'correction'>,
  name: string,
): Promise<Member> {
  const classifier = await loadMember(entries, of, state, tensors, name);
  return { classifier, weight, scale, correction };
}

/** The quantiles that these members need of the rows they were trained on. */
export function neededQuantiles(members: readonly Member[], X: Matrix): QuantileNormal | undefined {
  return members.some(({ scale }) => scale === 'quantile-normal') ? quantilesFor(X) : undefined;
}

const QUANTILES = 'quantiles';
const prefixOf = (member: number) => `member${member}.`;

function withoutPrefix(tensors: Map<string, ModelTensor>, prefix: string): Map<string, ModelTensor> {
  const own = [...tensors].filter(([name]) => name.startsWith(prefix));
  return new Map(own.map(([name, tensor]) => [name.slice(prefix.length), tensor]));
}

function loadMember(
  entries: readonly ClassifierEntry[],
  of: string,
  state: unknown,
  tensors: Map<string, ModelTensor>,
  name: string,
): Promise<Classifier> {
  const entry = entries.find((known) => known.name === of);
  if (entry === undefined) throw damaged(name, `a member is ${JSON.stringify(of)}, which it cannot have`);
  return entry.load(state, tensors);
}

function checkMember(classifier: Classifier, { columns, classes }: LearnedShape, name: string, i: number) {
  const { columns: own } = classifier as Classifier & { readonly columns: number };
  if (own !== columns) throw damaged(name, `member ${i} is for ${own} columns, not ${columns}`);
  const valid = classifier.classes.every(
    (label) => Number.isInteger(label) && (label as number) >= 0 && (label as number) < classes,
  );
  if (!valid) throw damaged(name, `member ${i} has labels that are no class indices below ${classes}`);
}

function reviveQuantiles(tensors: Map<string, ModelTensor>, columns: number, name: string): QuantileNormal {
  const count = tensors.get(QUANTILES)?.shape[1] ?? 0;
  const data = requireData(tensors, QUANTILES, [columns, Math.max(1, count)], name, 'F32');
  return new QuantileNormal(data, columns);
}
