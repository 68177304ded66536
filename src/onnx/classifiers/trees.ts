/** Forests and boosted trees. */
import { BoostingModel } from '../../classifiers/tree-models/boosting-model.js';
import { ForestModel } from '../../classifiers/tree-models/forest-model.js';
import { inSet, type LevelGroups, MOST_LEVEL_CODES } from '../../trees/binning/level-groups.js';
import type { Ensemble } from '../../trees/ensemble.js';
import type { Graph, Value } from '../graph/graph.js';
import { softmax } from '../graph/softmax.js';
import { TreeNodes } from '../graph/tree-ensemble.js';
import { combinedColumns } from './combined-columns.js';
import { withZero } from './linear.js';
import type { Rows, SavedModel } from './saved.js';

/** The mean of the class shares of the leaves. */
export function forestProbabilities(
  graph: Graph,
  { name, state, tensors, shape }: SavedModel,
  X: Rows,
): Value {
  const { ensemble, distributions } = ForestModel.revive(name, state, tensors, shape).forest;
  const { begin, label, share } = distributions;
  const sums = leafSums(graph, ensemble, X, shape.classes, (leaf) =>
    Array.from({ length: begin[leaf + 1] - begin[leaf] }, (_, i): [number, number] => {
      const entry = begin[leaf] + i;
      return [label[entry], share[entry] / ensemble.trees];
    }),
  );
  return sums;
}

/** The logistic function or softmax of the sums of leaf values. */
export function boostingProbabilities(
  graph: Graph,
  { name, state, tensors, shape }: SavedModel,
  X: Rows,
): Value {
  const { trees, combined } = BoostingModel.revive(name, state, tensors, shape);
  const { ensemble, values, initial } = trees;
  const outputs = initial.length;
  const rows = combined === undefined ? X : combinedColumns(graph, X, combined.toJSON());
  const sums = leafSums(graph, ensemble, rows, outputs, (leaf, tree) => [[tree % outputs, values[leaf]]]);
  const margins = graph.add(graph.cast(sums, 'double'), graph.doubles(initial, [1, outputs]));
  return graph.cast(softmax(graph, outputs === 1 ? withZero(graph, margins) : margins), 'float');
}

type LeafWeights = (leaf: number, tree: number) => Iterable<readonly [target: number, weight: number]>;

/** rows x targets, 32-bit floats: the sums of the weights of the leaves that the rows reach. */
function leafSums(
  graph: Graph,
  { arrays, trees, categories }: Ensemble,
  X: Rows,
  targets: number,
  weightsOf: LeafWeights,
): Value {
  const { split, threshold, next, roots, sets } = arrays;
  const nodes = new TreeNodes();
  const add = (node: number, tree: number): void => {
    const s = split[node];
    if (s < 0) {
      nodes.addLeaf(weightsOf(next[node], tree));
      return;
    }
    const column = s >> 1;
    const [left, right] = [node + 1, next[node]];
    if (categories?.has(column)) {
      const isLeft = (code: number) => inSet(sets, threshold[node], code);
      const last = categories.codes(column) - 1;
      const begins = { left: [] as (() => void)[], right: [] as (() => void)[] };
      // A comparison for each run of codes that go to the same side. Not BRANCH_EQ: ONNX Runtime merges comparisons of
      // one column after the other even if they lead to different nodes.
      for (let code = 0; code < last; code++) {
        if (isLeft(code) === isLeft(code + 1)) continue;
        begins[isLeft(code) ? 'left' : 'right'].push(nodes.addBranch({ column, value: code }));
      }
      const sides = isLeft(last) ? (['left', 'right'] as const) : (['right', 'left'] as const);
      sides.forEach((side, i) => {
        if (i > 0 && begins[side].length === 0) return;
        for (const begin of begins[side]) begin();
        add(side === 'left' ? left : right, tree);
      });
      return;
    }
    const beginTrue = nodes.addBranch({
      column,
      value: threshold[node],
      missingIsTrue: (s & 1) === 1,
    });
    add(right, tree);
    beginTrue();
    add(left, tree);
  };
  for (let tree = 0; tree < trees; tree++) {
    nodes.beginTree();
    add(roots[tree], tree);
  }
  const doubles = graph.cast(X.value, 'double');
  return nodes.regressor(
    graph,
    categories === undefined ? doubles : grouped(graph, doubles, categories),
    targets,
  );
}

/** The levels of columns with many of them as the codes of their groups (`LevelGroups`). */
function grouped(graph: Graph, X: Value, categories: LevelGroups): Value {
  const { levels } = categories.arrays;
  const parts = [X];
  const places = Array.from(levels.keys());
  levels.forEach((count, column) => {
    if (count <= MOST_LEVEL_CODES) return;
    const codes = graph.doubles(Array.from({ length: count }, (_, level) => categories.code(column, level)));
    places[column] = levels.length + parts.length - 1;
    parts.push(graph.node('Gather', [codes, graph.cast(graph.columns(X, [column]), 'int64')]));
  });
  return parts.length === 1 ? X : graph.columns(graph.beside(parts), places);
}
