/** A decision tree as flat arrays: the result of growing, and the input of an ensemble. */
import { floatsLike } from '../matrix.js';
import type { LevelGroups } from './binning/level-groups.js';

/**
 * Nodes in preorder: node 0 is the root, a left child directly follows its parent. A row goes left if its value is
 * not missing and `value <= threshold`, or if it is missing (NaN) and `missingLeft` is 1. At a split on a category
 * column, `threshold` is the index in `sets` at which the set of the codes that go left begins.
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
  /** The category columns, if there are any. */
  readonly categories: LevelGroups | undefined;
  /** Bit c of the words of a set: whether code c goes left. */
  readonly sets: Int32Array;
}

/** The codes that go left at an inner node that splits on a category column; undefined for others. */
export function setOf({ feature, threshold, categories, sets }: Tree, node: number): Int32Array | undefined {
  if (categories === undefined || !categories.has(feature[node])) return undefined;
  return sets.subarray(threshold[node], threshold[node] + categories.words(feature[node]));
}

/** Column, threshold and direction of missing values of a split. */
export interface NodeSplit {
  readonly feature: number;
  readonly threshold: number;
  readonly missingLeft: boolean;
  readonly gain: number;
  /** The codes that go left, for a category column: instead of a threshold. */
  readonly set?: Int32Array;
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
  readonly #sets: Int32Array[] = [];
  #words = 0;

  /**
   * @param like an array in the precision of thresholds; default 32 bits
   * @param categories the category columns, if there are any
   */
  constructor(
    readonly outputs: number,
    private readonly like: Float32Array | Float64Array = new Float32Array(0),
    private readonly categories?: LevelGroups,
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
    this.#threshold[node] = split.set === undefined ? split.threshold : this.#addSet(split.set);
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
      categories: this.categories,
      sets: joined(this.#sets, this.#words),
    };
  }

  /** Returns the index at which the set begins. */
  #addSet(set: Int32Array): number {
    this.#sets.push(set);
    this.#words += set.length;
    return this.#words - set.length;
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

/** All sets one after the other, which are `words` long. */
export function joined(sets: readonly Int32Array[], words: number): Int32Array {
  const all = new Int32Array(words);
  let at = 0;
  for (const set of sets) {
    all.set(set, at);
    at += set.length;
  }
  return all;
}

function copyInto<A extends Int32Array | Float32Array | Float64Array | Uint8Array>(target: A, source: A): A {
  target.set(source);
  return target;
}
