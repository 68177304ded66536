/**
 * One seed for all properties, so that a test run that fails, fails again. Another one: FAST_CHECK_SEED=7 npm test.
 * Under this symbol fast-check keeps what `configureGlobal` was given; importing it into every test file would be slow.
 */
const { FAST_CHECK_SEED = '20251128' } = process.env;

Object.assign(globalThis, { [Symbol.for('fast-check/GlobalParameters')]: { seed: Number(FAST_CHECK_SEED) } });
