/** Stands in for a partial denominator of 0; far below every value that occurs. */
const TINY = 1e-300;
const LEAST_CHANGE = 1e-15;
const MOST_TERMS = 100_000;

/**
 * b(1) + a(2) / (b(2) + a(3) / (b(3) + ...)), from the front by the modified method of Lentz (Thompson &
 * Barnett, "Coulomb and Bessel functions of complex arguments and order", 1986), until a term changes no
 * more than the last bits.
 *
 * @param term a(n) and b(n) for n >= 1, of which a(1) is not used
 */
export function continuedFraction(term: (n: number) => readonly [a: number, b: number]): number {
  let fraction = term(1)[1] || TINY;
  let c = fraction;
  let d = 0;
  for (let n = 2; n < MOST_TERMS; n++) {
    const [a, b] = term(n);
    c = b + a / c || TINY;
    d = 1 / (b + a * d || TINY);
    fraction *= c * d;
    if (Math.abs(c * d - 1) < LEAST_CHANGE) return fraction;
  }
  throw new Error(`a continued fraction has not converged in ${MOST_TERMS} terms`);
}
