import { upperGamma } from './incomplete-gamma.js';

/** P(Z > z) for a standard normal Z: half of Q(1/2, z^2 / 2) above 0. */
export function normalTail(z: number): number {
  const half = upperGamma(0.5, (z * z) / 2) / 2;
  return z < 0 ? 1 - half : half;
}
