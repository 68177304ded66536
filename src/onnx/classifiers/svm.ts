/** Calibrated support vector machines with pairwise coupling of the classes, as `SvmModel`. */
import { classPairs } from '../../svm/class-pairs.js';
import { FEWEST_ITERATIONS, MARGIN } from '../../svm/couple-probabilities.js';
import type { Graph, Value } from '../graph/graph.js';
import { int } from '../protobuf/attribute.js';
import { dataOf, type Rows, type SavedModel } from './saved.js';

interface SavedSvm {
  readonly kernel: { readonly kind: 'linear' } | { readonly kind: 'rbf'; readonly gamma: number };
}

export function svmProbabilities(graph: Graph, { state, tensors, shape }: SavedModel, X: Rows): Value {
  const { columns, classes } = shape;
  const { kernel } = state as SavedSvm;
  const mean = graph.doubles(dataOf(tensors, 'mean'), [1, columns]);
  const centred = graph.cast(
    graph.cast(graph.subtract(graph.cast(X.value, 'double'), mean), 'float'),
    'double',
  );
  const vectors = dataOf(tensors, 'supportVectors');
  const count = vectors.length / columns;
  const transposed = Float64Array.from(
    { length: vectors.length },
    (_, i) => vectors[(i % count) * columns + Math.floor(i / count)],
  );
  const products = graph.product(centred, graph.doubles(transposed, [columns, count]));
  const similarities =
    kernel.kind === 'linear'
      ? products
      : radialBasis(graph, centred, products, { vectors, count, columns }, kernel.gamma);
  const pairs = classPairs(classes).length;
  const values = graph.subtract(
    graph.product(similarities, graph.doubles(pairCoefficients(tensors, count, classes), [count, pairs])),
    graph.doubles(dataOf(tensors, 'thresholds'), [1, pairs]),
  );
  // The probability of the first class of each pair.
  const exponents = graph.add(
    graph.multiply(values, graph.doubles(dataOf(tensors, 'slopes'), [1, pairs])),
    graph.doubles(dataOf(tensors, 'offsets'), [1, pairs]),
  );
  const first = graph.divide(graph.doubles(1), graph.add(graph.node('Exp', [exponents]), graph.doubles(1)));
  const clipped = graph.node('Min', [
    graph.node('Max', [first, graph.doubles(MARGIN)]),
    graph.doubles(1 - MARGIN),
  ]);
  if (classes === 2) {
    return graph.cast(graph.beside([clipped, graph.subtract(graph.doubles(1), clipped)]), 'float');
  }
  return graph.cast(coupled(graph, clipped, classes), 'float');
}

interface Vectors {
  readonly vectors: ArrayLike<number>;
  readonly count: number;
  readonly columns: number;
}

/** exp(-gamma |x - z|^2), with |x - z|^2 = |x|^2 - 2 x . z + |z|^2. */
function radialBasis(
  graph: Graph,
  x: Value,
  products: Value,
  { vectors, count, columns }: Vectors,
  gamma: number,
): Value {
  const squares = new Float64Array(count);
  for (let i = 0; i < vectors.length; i++) squares[Math.floor(i / columns)] += vectors[i] * vectors[i];
  const distances = graph.add(
    graph.subtract(graph.rowSums(graph.multiply(x, x)), graph.multiply(products, graph.doubles(2))),
    graph.doubles(squares, [1, count]),
  );
  return graph.node('Exp', [graph.multiply(distances, graph.doubles(-gamma))]);
}

/** vectors x pairs: what each support vector adds to the decision value of each pair. */
function pairCoefficients(tensors: SavedModel['tensors'], count: number, classes: number): Float64Array {
  const coefficients = dataOf(tensors, 'coefficients');
  const sizes = dataOf(tensors, 'supportCounts');
  const starts = [0];
  for (const size of sizes) starts.push(starts[starts.length - 1] + size);
  const pairs = classPairs(classes);
  const matrix = new Float64Array(count * pairs.length);
  for (const { pair, first, second } of pairs) {
    for (let s = starts[first]; s < starts[first + 1]; s++) {
      matrix[s * pairs.length + pair] = coefficients[(second - 1) * count + s];
    }
    for (let s = starts[second]; s < starts[second + 1]; s++) {
      matrix[s * pairs.length + pair] = coefficients[first * count + s];
    }
  }
  return matrix;
}

/** The iteration of `coupleProbabilities`, in which rows that are accurate enough stay as they are. */
function coupled(graph: Graph, pairwise: Value, classes: number): Value {
  const { add, multiply } = graph;
  const one = graph.doubles(1);
  // Of the ordered pairs (t, j): r_tj, 0 on the diagonal.
  const places = new Float64Array(classPairs(classes).length * classes * classes);
  const constants = new Float64Array(classes * classes);
  for (const { pair, first, second } of classPairs(classes)) {
    places[pair * classes * classes + first * classes + second] = 1;
    places[pair * classes * classes + second * classes + first] = -1;
    constants[second * classes + first] = 1;
  }
  const shares = add(
    graph.product(pairwise, graph.doubles(places, [classPairs(classes).length, classes * classes])),
    graph.doubles(constants, [1, classes * classes]),
  );
  const share = (t: number, j: number) => graph.columns(shares, [t * classes + j]);
  const range = Array.from({ length: classes }, (_, c) => c);
  const Q = range.map((t) =>
    range.map((j) => {
      if (t !== j) return graph.node('Neg', [multiply(share(t, j), share(j, t))]);
      const squares = range
        .filter((other) => other !== t)
        .map((other) => multiply(share(other, t), share(other, t)));
      return squares.length === 1 ? squares[0] : graph.node('Sum', squares);
    }),
  );
  const rows = range.map((t) => graph.beside(Q[t]));
  const units = range.map((t) =>
    graph.doubles(
      range.map((c) => (c === t ? 1 : 0)),
      [1, classes],
    ),
  );
  const start = add(multiply(graph.columns(shares, range), graph.doubles(0)), graph.doubles(1 / classes));
  const accuracy = graph.doubles(0.005 / classes);
  const iterations = Math.max(FEWEST_ITERATIONS, classes);
  return graph.loop(iterations, start, classes, (body, p) => {
    const { add, subtract, multiply, divide } = body;
    let Qp = body.beside(rows.map((row) => body.rowSums(multiply(row, p))));
    let pQp = body.rowSums(multiply(p, Qp));
    const error = body.rowMaxima(body.node('Abs', [subtract(Qp, pQp)]));
    const isAccurate = body.node('Less', [error, accuracy]);
    let next = p;
    for (const t of range) {
      const own = body.columns(Qp, [t]);
      const change = divide(subtract(pQp, own), Q[t][t]);
      const shrink = divide(one, add(change, one));
      const inner = add(multiply(change, Q[t][t]), multiply(own, body.doubles(2)));
      pQp = multiply(multiply(add(pQp, multiply(change, inner)), shrink), shrink);
      next = multiply(add(next, multiply(change, units[t])), shrink);
      Qp = multiply(add(Qp, multiply(rows[t], change)), shrink);
    }
    const inaccurate = body.cast(body.node('Not', [isAccurate]), 'double');
    const count = body.node('ReduceSum', [inaccurate], { keepdims: int(0) });
    return { next: body.where(isAccurate, p, next), goesOn: body.node('Greater', [count, body.doubles(0)]) };
  });
}
