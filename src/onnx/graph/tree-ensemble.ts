/** Trees as ONNX's `TreeEnsembleRegressor`, which adds up the weights of the leaves that a row of 64-bit floats reaches. */
import { int, ints, strings, tensor, text } from '../protobuf/attribute.js';
import { type Graph, ML, type Value } from './graph.js';

/** When the condition holds, a row goes to the true branch. */
export type BranchMode = 'BRANCH_LEQ' | 'BRANCH_LT';

export interface Branch {
  /** Default `BRANCH_LEQ`: the value is at most this one. */
  readonly mode?: BranchMode;
  readonly column: number;
  readonly value: number;
  /** Whether a missing value (NaN) goes to the true branch; default false. */
  readonly missingIsTrue?: boolean;
}

/**
 * The nodes of all trees. In each tree, nodes are numbered from 0 in the order in which they are added, and 0 is the root.
 * The false branch of a node is the next one; several nodes may share a true branch. Each leaf needs a weight: ONNX Runtime
 * ends the process without one.
 */
export class TreeNodes {
  readonly #trees: number[] = [];
  readonly #ids: number[] = [];
  readonly #columns: number[] = [];
  readonly #values: number[] = [];
  readonly #modes: string[] = [];
  readonly #trueIds: number[] = [];
  readonly #falseIds: number[] = [];
  readonly #missing: number[] = [];
  readonly #weights = {
    trees: [] as number[],
    ids: [] as number[],
    targets: [] as number[],
    values: [] as number[],
  };
  #tree = -1;
  #size = 0;

  beginTree(): void {
    this.#tree++;
    this.#size = 0;
  }

  /** Adds a node whose false branch is the next node; returns a function that sets its true branch to the next node. */
  addBranch({ mode = 'BRANCH_LEQ', column, value, missingIsTrue = false }: Branch): () => void {
    const at = this.#add(mode, column, value, missingIsTrue ? 1 : 0);
    this.#falseIds[at] = this.#size;
    return () => {
      this.#trueIds[at] = this.#size;
    };
  }

  /** Adds a leaf with a weight for each of some targets. */
  addLeaf(weights: Iterable<readonly [target: number, weight: number]>): void {
    const id = this.#size;
    this.#add('LEAF', 0, 0, 0);
    for (const [target, weight] of weights) {
      this.#weights.trees.push(this.#tree);
      this.#weights.ids.push(id);
      this.#weights.targets.push(target);
      this.#weights.values.push(weight);
    }
  }

  /** The sums of the leaf weights for the rows of X, a matrix of 64-bit floats: 32-bit floats, rows x targets. */
  regressor(graph: Graph, X: Value, targets: number): Value {
    const { trees, ids, targets: targetIds, values } = this.#weights;
    const doubles = (list: readonly number[]) =>
      tensor({ type: 'double', values: Float64Array.from(list), shape: [list.length] });
    return graph.node(
      'TreeEnsembleRegressor',
      [X],
      {
        aggregate_function: text('SUM'),
        n_targets: int(targets),
        nodes_treeids: ints(this.#trees),
        nodes_nodeids: ints(this.#ids),
        nodes_featureids: ints(this.#columns),
        nodes_values_as_tensor: doubles(this.#values),
        nodes_modes: strings(this.#modes),
        nodes_truenodeids: ints(this.#trueIds),
        nodes_falsenodeids: ints(this.#falseIds),
        nodes_missing_value_tracks_true: ints(this.#missing),
        target_treeids: ints(trees),
        target_nodeids: ints(ids),
        target_ids: ints(targetIds),
        target_weights_as_tensor: doubles(values),
        post_transform: text('NONE'),
      },
      ML,
    );
  }

  #add(mode: string, column: number, value: number, missing: number): number {
    const at = this.#ids.length;
    this.#trees.push(this.#tree);
    this.#ids.push(this.#size++);
    this.#columns.push(column);
    this.#values.push(value);
    this.#modes.push(mode);
    this.#trueIds.push(0);
    this.#falseIds.push(0);
    this.#missing.push(missing);
    return at;
  }
}
