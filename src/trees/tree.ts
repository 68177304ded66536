/** A decision tree as flat arrays: the result of growing, and the input of an ensemble. */
import { floatsLike } from '../matrix.js';

/**
 * Nodes in preorder: node 0 is the root, a left child directly follows its parent. A row goes left if its value is
 * not missing and `value <= threshold`, or if it is missing (NaN) and `missingLeft` is 1.
 */
export interface Tree {
  /** Column that a node splits on; -1 for a leaf. */
  readonly feature: Int32Array;
  /** In the precision of the training values. */
  readonly threshold: Float32Array | Float64Array;
  /** Indices of the children; -1 for a leaf. */
  readonly left: Int32Array;
  readonly right: Int32Array;
  readonly missingLeft: Uint8Array;
  /** nodes x outputs: shares of the classes, or one number; filled for inner nodes too. */
  readonly value: Float32Array;
  readonly outputs: number;
  /** Gain of a node's split, in the criterion's units summed over rows; 0 for a leaf. */
  readonly gain: Float32Array;
  /** Weight of a node's training rows (sum of second derivatives for `gradient`). */
  readonly cover: Float32Array;
}

/** Column, threshold and direction of missing values of a split. */
export interface NodeSplit {
  readonly feature: number;
  readonly threshold: number;
  readonly missingLeft: boolean;
  readonly gain: number;
}

/** Collects nodes in preorder; the arrays double as they fill. */
export class TreeBuilder {
  nodes = 0;
  #capacity = 64;
  #feature = new Int32Array(this.#capacity);
  #threshold: Float32Array | Float64Array;
  #left = new Int32Array(this.#capacity);
  #right = new Int32Array(this.#capacity);
  #missingLeft = new Uint8Array(this.#capacity);
  #value: Float32Array;
  #gain = new Float32Array(this.#capacity);
  #cover = new Float32Array(this.#capacity);

  /** @param like an array in the precision of thresholds; default 32 bits */
  constructor(
    readonly outputs: number,
    private readonly like: Float32Array | Float64Array = new Float32Array(0),
  ) {
    this.#threshold = floatsLike(like, this.#capacity);
    this.#value = new Float32Array(this.#capacity * outputs);
  }

  /** Appends a leaf with this cover, as a child of `parent` (-1: the root); its value is at `value(node)`. */
  add(parent: number, isLeft: boolean, cover: number): number {
    if (this.nodes === this.#capacity) this.#double();
    const node = this.nodes++;
    this.#feature[node] = -1;
    this.#left[node] = -1;
    this.#right[node] = -1;
    this.#cover[node] = cover;
    if (parent >= 0) (isLeft ? this.#left : this.#right)[parent] = node;
    return node;
  }

  /** The node's value, to be filled in. */
  value(node: number): Float32Array {
    return this.#value.subarray(node * this.outputs, (node + 1) * this.outputs);
  }

  /** Makes a leaf an inner node; its children are added with `add`. */
  split(node: number, split: NodeSplit): void {
    this.#feature[node] = split.feature;
    this.#threshold[node] = split.threshold;
    this.#missingLeft[node] = split.missingLeft ? 1 : 0;
    this.#gain[node] = split.gain;
  }

  finish(): Tree {
    const n = this.nodes;
    return {
      feature: this.#feature.slice(0, n),
      threshold: this.#threshold.slice(0, n),
      left: this.#left.slice(0, n),
      right: this.#right.slice(0, n),
      missingLeft: this.#missingLeft.slice(0, n),
      value: this.#value.slice(0, n * this.outputs),
      outputs: this.outputs,
      gain: this.#gain.slice(0, n),
      cover: this.#cover.slice(0, n),
    };
  }

  #double(): void {
    this.#capacity *= 2;
    this.#feature = copyInto(new Int32Array(this.#capacity), this.#feature);
    this.#threshold = copyInto(floatsLike(this.like, this.#capacity), this.#threshold);
    this.#left = copyInto(new Int32Array(this.#capacity), this.#left);
    this.#right = copyInto(new Int32Array(this.#capacity), this.#right);
    this.#missingLeft = copyInto(new Uint8Array(this.#capacity), this.#missingLeft);
    this.#value = copyInto(new Float32Array(this.#capacity * this.outputs), this.#value);
    this.#gain = copyInto(new Float32Array(this.#capacity), this.#gain);
    this.#cover = copyInto(new Float32Array(this.#capacity), this.#cover);
  }
}

function copyInto<A extends Int32Array | Float32Array | Float64Array | Uint8Array>(target: A, source: A): A {
  target.set(source);
  return target;
}
