/** What the split needs of a random generator; any seeded one can be passed. */
export interface RandomSource {
  /** A uniformly distributed integer in [0, bound), for integer bound >= 1. */
  integer(bound: number): number;
}
