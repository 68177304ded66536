/** Class shares of leaves without their zeros: most leaves of a deep tree hold one class. */
import type { Tree } from '../tree.js';

/** Entries `begin[leaf]` to `begin[leaf + 1]` are the classes of a leaf and their shares. */
export interface DistributionArrays {
  readonly begin: Int32Array;
  readonly label: Int32Array;
  readonly share: Float32Array;
}

export class DistributionBuilder {
  readonly #counts: number[] = [];
  readonly #labels: number[] = [];
  readonly #shares: number[] = [];

  /** Appends the leaves of a tree in the order of its nodes. */
  add(tree: Tree): void {
    const { outputs, value } = tree;
    for (let node = 0; node < tree.feature.length; node++) {
      if (tree.feature[node] >= 0) continue;
      const before = this.#labels.length;
      for (let c = 0; c < outputs; c++) {
        const share = value[node * outputs + c];
        if (share <= 0) continue;
        this.#labels.push(c);
        this.#shares.push(share);
      }
      this.#counts.push(this.#labels.length - before);
    }
  }

  finish(): DistributionArrays {
    const begin = new Int32Array(this.#counts.length + 1);
    this.#counts.forEach((count, leaf) => {
      begin[leaf + 1] = begin[leaf] + count;
    });
    return { begin, label: Int32Array.from(this.#labels), share: Float32Array.from(this.#shares) };
  }
}

/** The share of one class in each leaf. */
export function sharesOfClass({ begin, label, share }: DistributionArrays, c: number): Float64Array {
  const shares = new Float64Array(begin.length - 1);
  for (let leaf = 0; leaf < shares.length; leaf++) {
    for (let entry = begin[leaf]; entry < begin[leaf + 1]; entry++) {
      if (label[entry] === c) shares[leaf] = share[entry];
    }
  }
  return shares;
}

/** Tolerance for the sum of shares rounded to 32 bits, ten times their error. */
const ROUNDING = 1e-6;

/** Why the arrays are not distributions over this many classes; undefined if they are. */
export function distributionDefect(arrays: DistributionArrays, classes: number): string | undefined {
  const { begin, label, share } = arrays;
  if (begin[0] !== 0 || begin[begin.length - 1] !== label.length || share.length !== label.length) {
    return 'the leaves do not cover the shares';
  }
  for (let leaf = 0; leaf + 1 < begin.length; leaf++) {
    if (begin[leaf + 1] <= begin[leaf]) return `leaf ${leaf} has no class`;
  }
  const bad = label.findIndex((c, i) => c < 0 || c >= classes || !(share[i] > 0 && share[i] <= 1));
  if (bad >= 0) return `class ${label[bad]} has a share of ${share[bad]} among ${classes} classes`;
  for (let leaf = 0; leaf + 1 < begin.length; leaf++) {
    let sum = 0;
    for (let entry = begin[leaf]; entry < begin[leaf + 1]; entry++) sum += share[entry];
    if (Math.abs(sum - 1) > ROUNDING) return `the shares of leaf ${leaf} sum to ${sum}, not to 1`;
  }
  return undefined;
}
