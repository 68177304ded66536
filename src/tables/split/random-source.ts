/** The only thing the split asks of a random generator, so that any seeded one can be handed in. */
export interface RandomSource {
  /** A uniformly distributed integer in [0, bound), for integer bound >= 1. */
  integer(bound: number): number;
}
