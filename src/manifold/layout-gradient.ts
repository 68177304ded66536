import type { TimeSlices } from '../event-loop.js';
import type { Affinities } from './affinities.js';
import { Repulsion } from './repulsion.js';

/** Points between two checks of the clock. */
const CHUNK = 512;

/**
 * The gradient of t-SNE's cost, the divergence KL(P || Q) of a layout with Q(i,j) = q(i,j) / Z:
 *
 *   dC/dy(i) = 4 sum over j of (exaggeration P(i,j) q(i,j) - q(i,j)^2 / Z) (y(i) - y(j))
 *
 * (van der Maaten, 2014, Eq. 8), with the second term by `Repulsion`.
 */
export class LayoutGradient {
  /** points x 2 */
  readonly values: Float64Array;
  readonly #affinities: Affinities;
  readonly #repulsion: Repulsion;

  constructor(affinities: Affinities, theta: number) {
    const points = affinities.starts.length - 1;
    this.#affinities = affinities;
    this.#repulsion = new Repulsion(points, theta);
    this.values = new Float64Array(2 * points);
  }

  /** Sets `values` for a layout (points x 2); false if the signal stopped it. */
  async compute(
    layout: Float64Array,
    exaggeration: number,
    slices: TimeSlices,
    signal?: AbortSignal,
  ): Promise<boolean> {
    const points = layout.length / 2;
    this.#repulsion.start(layout);
    for (let from = 0; from < points; from += CHUNK) {
      if (slices.due()) await slices.pause();
      if (signal?.aborted) return false;
      const to = Math.min(points, from + CHUNK);
      this.#repulsion.compute(from, to);
      this.#attract(layout, exaggeration, from, to);
    }
    const { forces, normalizer } = this.#repulsion;
    for (let i = 0; i < layout.length; i++) {
      this.values[i] = 4 * (this.values[i] - forces[i] / normalizer);
    }
    return true;
  }

  /** KL(P || Q) of the layout of the last `compute`. */
  divergence(layout: Float64Array): number {
    const { starts, targets, values } = this.#affinities;
    const { normalizer } = this.#repulsion;
    let sum = 0;
    for (let i = 0; i + 1 < starts.length; i++) {
      for (let e = starts[i]; e < starts[i + 1]; e++) {
        if (values[e] === 0) continue;
        const dx = layout[2 * i] - layout[2 * targets[e]];
        const dy = layout[2 * i + 1] - layout[2 * targets[e] + 1];
        sum += values[e] * Math.log(values[e] * normalizer * (1 + dx * dx + dy * dy));
      }
    }
    return sum;
  }

  #attract(layout: Float64Array, exaggeration: number, from: number, to: number): void {
    const { starts, targets, values } = this.#affinities;
    for (let i = from; i < to; i++) {
      const x = layout[2 * i];
      const y = layout[2 * i + 1];
      let forceX = 0;
      let forceY = 0;
      for (let e = starts[i]; e < starts[i + 1]; e++) {
        const dx = x - layout[2 * targets[e]];
        const dy = y - layout[2 * targets[e] + 1];
        const force = values[e] / (1 + dx * dx + dy * dy);
        forceX += force * dx;
        forceY += force * dy;
      }
      this.values[2 * i] = exaggeration * forceX;
      this.values[2 * i + 1] = exaggeration * forceY;
    }
  }
}
