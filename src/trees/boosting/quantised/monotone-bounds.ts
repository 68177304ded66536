/** Bounds of the leaves below a node that keep predictions monotone. */

/** The leaves below a node are clipped to these. */
export interface LeafBounds {
  readonly low: number;
  readonly high: number;
}

export const UNBOUNDED: LeafBounds = {
  low: Number.NEGATIVE_INFINITY,
  high: Number.POSITIVE_INFINITY,
};

/**
 * The bounds of both children: where the node is split on a column that leaves must rise with (sign 1) or fall with (-1),
 * all leaves on one side stay on their side of the middle of the children's own leaves.
 */
export function childBounds(
  { low, high }: LeafBounds,
  sign: number,
  left: number,
  right: number,
): [LeafBounds, LeafBounds] {
  const middle = left / 2 + right / 2;
  if (sign > 0)
    return [
      { low, high: middle },
      { low: middle, high },
    ];
  if (sign < 0)
    return [
      { low: middle, high },
      { low, high: middle },
    ];
  return [
    { low, high },
    { low, high },
  ];
}
