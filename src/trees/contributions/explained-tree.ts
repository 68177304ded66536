/** What the contributions of one tree need of it for every row. */
import type { Ensemble } from '../ensemble.js';
import { gaussLegendre, type Quadrature } from './gauss-legendre.js';

/** Of nodes in preorder, counted from the root; the edge of a node is the one to it from its parent. */
export interface ExplainedTree {
  /** The first node in the arrays of the ensemble. */
  readonly root: number;
  readonly nodes: number;
  /** -1 for the root. */
  readonly parent: Int32Array;
  /** The node of the nearest edge above whose split is on the same column; -1 if there is none. */
  readonly above: Int32Array;
  /** Product of the shares of training rows that follow the edges of this column, from the root to the node. */
  readonly share: Float64Array;
  /** Share of the training rows in each node. */
  readonly reach: Float64Array;
  /** Exact for the products of this tree's columns. */
  readonly quadrature: Quadrature;
}

/** Rules by their number of points. */
const rules: Quadrature[] = [];

/** @param covers weight of the training rows of each leaf of the ensemble */
export function explainedTree({ arrays }: Ensemble, covers: Float32Array, tree: number): ExplainedTree {
  const { split, next, roots } = arrays;
  const root = roots[tree];
  const nodes = roots[tree + 1] - root;
  const parent = new Int32Array(nodes).fill(-1);
  const above = new Int32Array(nodes).fill(-1);
  const weight = new Float64Array(nodes);
  for (let node = 0; node < nodes; node++) {
    if (split[root + node] < 0) continue;
    parent[node + 1] = node;
    parent[next[root + node] - root] = node;
  }
  for (let node = nodes - 1; node >= 0; node--) {
    if (split[root + node] < 0) weight[node] = covers[next[root + node]];
    if (node > 0) weight[parent[node]] += weight[node];
  }
  const share = new Float64Array(nodes).fill(1);
  const reach = new Float64Array(nodes).fill(1);
  const columns = new Int32Array(nodes);
  let most = 1;
  for (let node = 1; node < nodes; node++) {
    const from = parent[node];
    // Both children of a node without rows are as likely.
    const own = weight[from] > 0 ? weight[node] / weight[from] : 0.5;
    const column = split[root + from] >> 1;
    let edge = from;
    while (edge > 0 && split[root + parent[edge]] >> 1 !== column) edge = parent[edge];
    if (edge > 0) above[node] = edge;
    share[node] = own * (edge > 0 ? share[edge] : 1);
    reach[node] = own * reach[from];
    columns[node] = columns[from] + (edge > 0 ? 0 : 1);
    most = Math.max(most, columns[node]);
  }
  // Of `most` columns all but one are multiplied.
  const points = Math.ceil(most / 2);
  rules[points] ??= gaussLegendre(points);
  return { root, nodes, parent, above, share, reach, quadrature: rules[points] };
}
