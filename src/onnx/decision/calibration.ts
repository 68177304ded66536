/** The calibrations of probabilities as graphs; `decision/calibration` has their formulas. */

import type * as z from 'zod';
import type { savedBeta } from '../../decision/calibration/beta.js';
import { reviveCalibration } from '../../decision/calibration/calibration-kinds.js';
import type { savedIsotonic } from '../../decision/calibration/isotonic.js';
import { INPUT_FLOOR, OUTPUT_FLOOR } from '../../decision/calibration/log-probabilities.js';
import { curveColumns } from '../../decision/calibration/one-vs-rest.js';
import type { savedPlatt } from '../../decision/calibration/platt.js';
import type { savedTemperature } from '../../decision/calibration/temperature.js';
import { countReached } from '../graph/count-reached.js';
import type { Graph, Value } from '../graph/graph.js';
import { softmax } from '../graph/softmax.js';

type Saved =
  | { readonly kind: 'none' }
  | z.output<typeof savedTemperature>
  | z.output<typeof savedPlatt>
  | z.output<typeof savedBeta>
  | z.output<typeof savedIsotonic>;

/**
 * @param P rows x classes, 32-bit floats
 * @param json of a calibration, as `toJSON` gives it
 * @returns rows x classes, 32-bit floats
 */
export function calibrated(graph: Graph, P: Value, json: unknown, classes: number): Value {
  const saved = reviveCalibration(json, classes).toJSON() as Saved;
  if (saved.kind === 'none') return P;
  const doubles = graph.cast(P, 'double');
  switch (saved.kind) {
    case 'temperature':
      return scaledSoftmax(graph, doubles, saved.slope, new Float64Array(classes));
    case 'platt':
      return scaledSoftmax(graph, doubles, saved.slope, saved.biases);
    case 'beta':
      return oneVersusRest(graph, doubles, classes, (logs, i) => {
        const { a, b, c } = saved.curves[i];
        const linear = graph.subtract(
          graph.multiply(logs.ofClass, graph.doubles(a)),
          graph.multiply(logs.ofRest, graph.doubles(b)),
        );
        return logisticPair(graph, graph.add(linear, graph.doubles(c)));
      });
    case 'isotonic':
      return oneVersusRest(graph, doubles, classes, (logs, i) =>
        isotonic(graph, graph.subtract(logs.ofClass, logs.ofRest), saved.curves[i]),
      );
  }
}

/** Probabilities times factors, divided by their sum. */
export function priorCorrected(graph: Graph, P: Value, factors: readonly number[]): Value {
  const row = graph.doubles(factors, [1, factors.length]);
  return distribution(graph, graph.multiply(graph.cast(P, 'double'), row), factors.length);
}

/** ln((p + floor) / (1 + floor x parts)) */
function logarithms(graph: Graph, P: Value, parts: number): Value {
  const floored = graph.add(P, graph.doubles(INPUT_FLOOR));
  return graph.node('Log', [graph.divide(floored, graph.doubles(1 + parts * INPUT_FLOOR))]);
}

function scaledSoftmax(graph: Graph, P: Value, slope: number, biases: ArrayLike<number>): Value {
  const classes = biases.length;
  const scaled = graph.multiply(logarithms(graph, P, classes), graph.doubles(slope));
  const logits = graph.add(scaled, graph.doubles(biases, [1, classes]));
  return distribution(graph, softmax(graph, logits), classes);
}

/** As `writeDistribution`. */
function distribution(graph: Graph, values: Value, classes: number): Value {
  const shares = graph.divide(values, graph.rowSums(values));
  const floored = graph.add(shares, graph.doubles(OUTPUT_FLOOR));
  return graph.cast(graph.divide(floored, graph.doubles(1 + classes * OUTPUT_FLOOR)), 'float');
}

/** Columns for one class and for all others. */
interface Pair {
  readonly ofClass: Value;
  readonly ofRest: Value;
}

function oneVersusRest(
  graph: Graph,
  P: Value,
  classes: number,
  curve: (logs: Pair, index: number) => Pair,
): Value {
  const found = curveColumns(classes).map((column, i) => {
    const p = graph.columns(P, [column]);
    const rest =
      classes === 2
        ? graph.columns(P, [1 - column])
        : graph.node('Max', [graph.subtract(graph.doubles(1), p), graph.doubles(0)]);
    return curve({ ofClass: logarithms(graph, p, 2), ofRest: logarithms(graph, rest, 2) }, i);
  });
  const [first] = found;
  const values = classes === 2 ? [first.ofRest, first.ofClass] : found.map(({ ofClass }) => ofClass);
  return distribution(graph, graph.beside(values), classes);
}

/** 1 / (1 + e^-z) and 1 / (1 + e^z) */
function logisticPair(graph: Graph, z: Value): Pair {
  const one = graph.doubles(1);
  const small = graph.node('Exp', [graph.node('Neg', [graph.node('Abs', [z])])]);
  const large = graph.divide(one, graph.add(one, small));
  const other = graph.multiply(small, large);
  const isPositive = graph.node('GreaterOrEqual', [z, graph.doubles(0)]);
  return {
    ofClass: graph.where(isPositive, large, other),
    ofRest: graph.where(isPositive, other, large),
  };
}

type IsotonicCurve = z.output<typeof savedIsotonic>['curves'][number];

function isotonic(
  graph: Graph,
  score: Value,
  { scores, shares, slope, intercept, part }: IsotonicCurve,
): Pair {
  const { add, subtract, multiply } = graph;
  const line = add(multiply(score, graph.doubles(slope)), graph.doubles(intercept));
  const sigmoid = logisticPair(graph, line);
  const share = interpolated(graph, score, scores, shares);
  const mixed = (own: Value, ofSigmoid: Value) =>
    add(multiply(own, graph.doubles(1 - part)), multiply(ofSigmoid, graph.doubles(part)));
  return {
    ofClass: mixed(share, sigmoid.ofClass),
    ofRest: mixed(subtract(graph.doubles(1), share), sigmoid.ofRest),
  };
}

/** As `interpolate`. */
function interpolated(graph: Graph, at: Value, x: readonly number[], y: readonly number[]): Value {
  const { add, subtract, multiply, divide } = graph;
  const last = x.length - 1;
  if (last === 0) return add(multiply(at, graph.doubles(0)), graph.doubles(y[0]));
  const { upTo } = countReached(graph, at, [x]);
  const bounded = graph.node('Min', [
    graph.node('Max', [subtract(upTo, graph.doubles(1)), graph.doubles(0)]),
    graph.doubles(last - 1),
  ]);
  const low = graph.cast(bounded, 'int64');
  const of = (values: readonly number[]) => graph.node('Gather', [graph.doubles(values), low]);
  const rises = (values: readonly number[]) => values.slice(1).map((value, i) => value - values[i]);
  const way = divide(subtract(at, of(x.slice(0, -1))), of(rises(x)));
  const bent = graph.node('Max', [graph.node('Min', [way, graph.doubles(1)]), graph.doubles(0)]);
  return add(of(y.slice(0, -1)), multiply(bent, of(rises(y))));
}
