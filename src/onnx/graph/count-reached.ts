/** For each number of a matrix, how many of the ascending values of its column are below it: by search trees. */
import type { Graph, Value } from './graph.js';
import { type BranchMode, TreeNodes } from './tree-ensemble.js';

/** Rows x columns, 64-bit floats. */
export interface ReachedCounts {
  /** Values less than x. */
  readonly below: Value;
  /** Values less than or equal to x. */
  readonly upTo: Value;
}

/**
 * @param X rows x columns, 64-bit floats
 * @param values ascending, of each column; fewer than 2^24. For NaN all values count as below.
 */
export function countReached(graph: Graph, X: Value, values: readonly ArrayLike<number>[]): ReachedCounts {
  const trees = new TreeNodes();
  const columns = values.length;
  values.forEach((ascending, column) => {
    addSearchTree(trees, { mode: 'BRANCH_LEQ', column, ascending, target: column });
    addSearchTree(trees, { mode: 'BRANCH_LT', column, ascending, target: columns + column });
  });
  const counts = graph.cast(trees.regressor(graph, X, 2 * columns), 'double');
  const range = (from: number) => Array.from({ length: columns }, (_, i) => from + i);
  return { below: graph.columns(counts, range(0)), upTo: graph.columns(counts, range(columns)) };
}

interface SearchTree {
  readonly mode: BranchMode;
  readonly column: number;
  readonly ascending: ArrayLike<number>;
  readonly target: number;
}

/** Counts the values v for which `x mode v` is false. */
function addSearchTree(trees: TreeNodes, { mode, column, ascending, target }: SearchTree): void {
  trees.beginTree();
  // The answer is between low and high.
  const add = (low: number, high: number): void => {
    if (low === high) {
      trees.addLeaf([[target, low]]);
      return;
    }
    const middle = (low + high) >> 1;
    const beginTrue = trees.addBranch({ mode, column, value: ascending[middle] });
    add(middle + 1, high);
    beginTrue();
    add(low, middle);
  };
  add(0, ascending.length);
}
