/** The folder of ready tables beside the repository, and which tests can do without it. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const SHARED_DATA = fileURLToPath(new URL('../../../shared/data', import.meta.url));

/** Where the data are not at hand their tests are skipped, except in CI, where they have to be. */
export const WITHOUT_DATA = !existsSync(SHARED_DATA) && !process.env.CI;

export const NEEDS_DATA = '(needs shared/data beside the repository)';

/** Small inputs on which earlier versions went wrong. */
export const SHARED_CASES = fileURLToPath(new URL('../../../shared/cases', import.meta.url));

export const WITHOUT_CASES = !existsSync(SHARED_CASES) && !process.env.CI;
