/** Ensembles: the weighted mean of the calibrated probabilities of their members. */

import type { FeatureTransform } from '../../classifiers/ensembles/cross-fitting/feature-transform.js';
import { reviveMemberCalibration } from '../../classifiers/ensembles/cross-fitting/member-calibration.js';
import { QUANTILES, tensorsByMember } from '../../classifiers/ensembles/cross-fitting/weighted-average.js';
import type { ColumnScale } from '../../matrix.js';
import type { ModelTensor } from '../../modelfile/tensor.js';
import { LINEAR_TO } from '../../tables/preparation/column-scale.js';
import { calibrated, priorCorrected } from '../decision/calibration.js';
import type { Graph, Value } from '../graph/graph.js';
import { normalScores } from '../preparation/normal-scores.js';
import { scaleColumns } from '../preparation/scale-columns.js';
import { type ClassifierGraph, dataOf, type Rows, type SavedModel } from './saved.js';
import { spread } from './spread.js';

interface SavedAverage {
  readonly members: readonly {
    readonly classifier: string;
    readonly weight: number;
    readonly scale: FeatureTransform;
    readonly calibration?: unknown;
    readonly correction?: number;
    readonly state: { readonly classes: readonly number[] };
  }[];
  readonly frequencies?: readonly number[];
  readonly scaling?: readonly (ColumnScale | null)[];
}

export function ensembleProbabilities(
  graph: Graph,
  model: SavedModel,
  X: Rows,
  ofMembers: ClassifierGraph,
): Value {
  const { name, state, tensors, shape } = model;
  const { members, frequencies, scaling } = state as SavedAverage;
  const tensorsOf = tensorsByMember(tensors, members.length);
  const rows = new TransformedRows(graph, X, scaling, model);
  const total = members.reduce((sum, { weight }) => sum + weight, 0);
  const parts = members.map(({ classifier, weight, scale, state: saved, ...adjusted }, i) => {
    const member = { name: classifier, toJSON: () => ({ ...saved }), tensors: () => tensorsOf[i] };
    const found = ofMembers(graph, member, rows.of(scale));
    const given = spread(graph, found, saved.classes, shape.classes);
    const where = `${name}: member ${i}`;
    const calibration = reviveMemberCalibration({ ...adjusted, frequencies }, shape.classes, where)?.toJSON();
    const P = calibration === undefined ? given : memberCalibrated(graph, given, calibration, shape.classes);
    return graph.multiply(graph.cast(P, 'double'), graph.doubles(weight / total));
  });
  return graph.cast(parts.length === 1 ? parts[0] : graph.node('Sum', parts), 'float');
}

function memberCalibrated(graph: Graph, P: Value, calibration: unknown, classes: number): Value {
  const { factors } = calibration as { readonly factors?: readonly number[] };
  return factors === undefined
    ? calibrated(graph, P, calibration, classes)
    : priorCorrected(graph, P, factors);
}

/** The rows as the members are given them, each kind computed once. */
class TransformedRows {
  readonly #known = new Map<FeatureTransform, Rows>();

  constructor(
    private readonly graph: Graph,
    private readonly X: Rows,
    private readonly scaling: readonly (ColumnScale | null)[] | undefined,
    private readonly model: {
      readonly tensors: Map<string, ModelTensor>;
      readonly shape: SavedModel['shape'];
    },
  ) {}

  of(transform: FeatureTransform): Rows {
    const known = this.#known.get(transform);
    if (known !== undefined) return known;
    const made = this.#make(transform);
    this.#known.set(transform, made);
    return made;
  }

  #make(transform: FeatureTransform): Rows {
    switch (transform) {
      case 'values':
        return this.X;
      case 'standard':
        return this.#scaled();
      case 'quantile-normal':
        return this.#normal(this.of('standard').value);
    }
  }

  /** As `scaleRows`. */
  #scaled(): Rows {
    const { graph, X, scaling, model } = this;
    if (scaling === undefined) return { value: graph.cast(X.value, 'float'), type: 'float' };
    const ofNumbers = scaling.map((scale, column) =>
      model.shape.categories?.[column] == null ? scale : null,
    );
    return { value: scaleColumns(graph, graph.cast(X.value, 'double'), ofNumbers, LINEAR_TO), type: 'float' };
  }

  /** As `QuantileNormal.transform`. */
  #normal(standard: Value): Rows {
    const { graph, model } = this;
    const { columns, categories } = model.shape;
    const data = dataOf(model.tensors, QUANTILES);
    const count = data.length / columns;
    const numbers = Array.from({ length: columns }, (_, column) => column).filter(
      (column) => categories?.[column] == null,
    );
    if (numbers.length === 0) return { value: standard, type: 'float' };
    const scores = normalScores(
      graph,
      graph.cast(graph.columns(standard, numbers), 'double'),
      numbers.map((column) => data.subarray(column * count, (column + 1) * count)),
    );
    const places = Array.from({ length: columns }, (_, column) => column);
    numbers.forEach((column, i) => {
      places[column] = columns + i;
    });
    const all = graph.beside([standard, graph.cast(scores, 'float')]);
    return { value: graph.columns(all, places), type: 'float' };
  }
}
