/** The pairs of classes, one machine each, in libsvm's order: (0, 1), (0, 2), ..., (1, 2), ... */

export interface ClassPair {
  readonly pair: number;
  readonly first: number;
  readonly second: number;
}

export function pairCount(classes: number): number {
  return (classes * (classes - 1)) / 2;
}

export function classPairs(classes: number): ClassPair[] {
  const pairs: ClassPair[] = [];
  for (let first = 0; first < classes; first++) {
    for (let second = first + 1; second < classes; second++)
      pairs.push({ pair: pairs.length, first, second });
  }
  return pairs;
}
