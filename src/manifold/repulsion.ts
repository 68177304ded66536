import { MOST_IN_LEAF, Quadtree } from './quadtree.js';

/**
 * The repulsive forces of a layout: for every point the sum over the others of q^2 (y - y'), with q = 1 / (1 + |y -
 * y'|^2), and the sum Z of all q. A square of the quadtree whose side is below `theta` times its distance represents
 * its points, as if they were all at their mean (Barnes & Hut, 1986; van der Maaten, 2014). With a theta of 0 every
 * pair is computed, except for points closer than 2^-16 of the layout's side: those of a finest square are always
 * treated as one, so that many equal rows cost no more than others.
 */
export class Repulsion {
  /** points x 2 sums, in the order of the points. */
  readonly forces: Float64Array;
  /** Z of the points computed since `start`. */
  normalizer = 0;
  readonly #tree: Quadtree;
  readonly #squaredTheta: number;

  constructor(points: number, theta: number) {
    this.forces = new Float64Array(2 * points);
    this.#tree = new Quadtree(points);
    this.#squaredTheta = theta * theta;
  }

  /** Starts a new layout: points x 2. */
  start(layout: Float64Array): void {
    this.#tree.build(layout);
    this.normalizer = 0;
  }

  /** Computes the points `from` to `to` - 1 in the tree's order; every point must be computed once. */
  compute(from: number, to: number): void {
    const { order, x, y, nodes, start, end, skip, meanX, meanY, squaredSide } = this.#tree;
    const squaredTheta = this.#squaredTheta;
    let normalizer = 0;
    for (let point = from; point < to; point++) {
      const pointX = x[point];
      const pointY = y[point];
      let forceX = 0;
      let forceY = 0;
      for (let node = 0; node < nodes; ) {
        const next = skip[node];
        let others = end[node] - start[node];
        let dx = pointX - meanX[node];
        let dy = pointY - meanY[node];
        let squared = dx * dx + dy * dy;
        const inside = point >= start[node] && point < end[node];
        if (inside || squaredSide[node] >= squaredTheta * squared) {
          if (next !== node + 1) {
            node++;
            continue;
          }
          if (others <= MOST_IN_LEAF) {
            for (let other = start[node]; other < end[node]; other++) {
              if (other === point) continue;
              dx = pointX - x[other];
              dy = pointY - y[other];
              const q = 1 / (1 + dx * dx + dy * dy);
              normalizer += q;
              forceX += q * q * dx;
              forceY += q * q * dy;
            }
            node = next;
            continue;
          }
          if (inside) {
            // The distance to the mean of the others is points / others times that to the mean of all.
            dx *= others / (others - 1);
            dy *= others / (others - 1);
            squared = dx * dx + dy * dy;
            others--;
          }
        }
        const q = 1 / (1 + squared);
        const weight = others * q;
        normalizer += weight;
        forceX += weight * q * dx;
        forceY += weight * q * dy;
        node = next;
      }
      this.forces[2 * order[point]] = forceX;
      this.forces[2 * order[point] + 1] = forceY;
    }
    this.normalizer += normalizer;
  }
}
