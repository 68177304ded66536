/** Normal scores of columns among their quantiles, as `normalScore`. */
import { NORMAL_QUANTILE_RATIONALS, type Rational } from '../../statistics/distributions/normal-quantile.js';
import { countReached } from '../graph/count-reached.js';
import type { Graph, Value } from '../graph/graph.js';

/**
 * @param X rows x columns, 64-bit floats
 * @param quantiles ascending, two or more of each column
 * @returns rows x columns, 64-bit floats
 */
export function normalScores(graph: Graph, X: Value, quantiles: readonly ArrayLike<number>[]): Value {
  return normalQuantiles(graph, clipped(graph, sharesBelow(graph, X, quantiles), quantiles));
}

function clipped(graph: Graph, shares: Value, quantiles: readonly ArrayLike<number>[]): Value {
  const edges = quantiles.map(({ length }) => 0.5 / length);
  const row = (values: readonly number[]) => graph.doubles(values, [1, values.length]);
  return graph.node('Min', [row(edges.map((edge) => 1 - edge)), graph.node('Max', [row(edges), shares])]);
}

/** The empirical distribution function, interpolated between the quantiles. */
function sharesBelow(graph: Graph, X: Value, quantiles: readonly ArrayLike<number>[]): Value {
  const { add, subtract, multiply, divide, where } = graph;
  const row = (numberOf: (values: ArrayLike<number>, column: number) => number) =>
    graph.doubles(quantiles.map(numberOf), [1, quantiles.length]);
  const [zero, one] = [graph.doubles(0), graph.doubles(1)];
  const last = row(({ length }) => length - 1);
  const { below: first, upTo: after } = countReached(graph, X, quantiles);
  let start = 0;
  const starts = row(({ length }) => {
    start += length;
    return start - length;
  });
  const all = graph.doubles(Float64Array.from(quantiles.flatMap((values) => Array.from(values))));
  const at = (index: Value) => graph.node('Gather', [all, graph.cast(add(index, starts), 'int64')]);
  // The difference of the largest numbers overflows; halves of them do not.
  const unit = row((values) => (Number.isFinite(values[values.length - 1] - values[0]) ? 1 : 0.5));
  const previous = graph.node('Max', [subtract(first, one), zero]);
  const lower = multiply(at(previous), unit);
  const upper = multiply(at(graph.node('Min', [first, last])), unit);
  const way = divide(subtract(multiply(X, unit), lower), subtract(upper, lower));
  const between = divide(add(subtract(first, one), way), last);
  const ofEquals = divide(subtract(add(first, after), one), multiply(last, graph.doubles(2)));
  const outside = where(graph.node('Greater', [first, last]), one, between);
  const inner = where(graph.node('Less', [first, one]), zero, outside);
  return where(graph.node('Less', [first, after]), ofEquals, inner);
}

/** As `normalQuantile`, for shares strictly between 0 and 1. */
function normalQuantiles(graph: Graph, shares: Value): Value {
  const { subtract, multiply, where } = graph;
  const number = (value: number) => graph.doubles(value);
  const { centre, middle, far } = NORMAL_QUANTILE_RATIONALS;
  const q = subtract(shares, number(0.5));
  const inCentre = multiply(q, ratio(graph, centre, subtract(number(0.180625), multiply(q, q))));
  const isLow = graph.node('Less', [q, number(0)]);
  const tail = where(isLow, shares, subtract(number(1), shares));
  const r = graph.node('Sqrt', [graph.node('Neg', [graph.node('Log', [tail])])]);
  const isMiddle = graph.node('LessOrEqual', [r, number(5)]);
  const size = where(
    isMiddle,
    ratio(graph, middle, subtract(r, number(1.6))),
    ratio(graph, far, subtract(r, number(5))),
  );
  const isCentre = graph.node('LessOrEqual', [graph.node('Abs', [q]), number(0.425)]);
  return where(isCentre, inCentre, where(isLow, graph.node('Neg', [size]), size));
}

function ratio(graph: Graph, { numerator, denominator }: Rational, x: Value): Value {
  const [above, below] = [numerator, denominator].map((coefficients) =>
    coefficients
      .map((coefficient) => graph.doubles(coefficient))
      .reduceRight((sum, coefficient) => graph.add(graph.multiply(sum, x), coefficient)),
  );
  return graph.divide(above, below);
}
