/**
 * fast-check as all tests import it (an alias of vitest.config.ts): one seed for all properties, so that a test run
 * that fails, fails again. Another seed: FAST_CHECK_SEED=7 npm test.
 */
import { configureGlobal } from '../../node_modules/fast-check/lib/fast-check.js';

const { FAST_CHECK_SEED = '20251128' } = process.env;

configureGlobal({ seed: Number(FAST_CHECK_SEED) });

export * from '../../node_modules/fast-check/lib/fast-check.js';
export { default } from '../../node_modules/fast-check/lib/fast-check.js';
