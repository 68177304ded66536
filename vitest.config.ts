import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** Everywhere: checks that take long and are no less safe for running less often. */
const SLOW = '**/*.slow.test.ts';
/** Folders whose tests run the built program, a browser or the installed package. */
const BUILT = 'test/{browser,cli,docs,executors,experiments,programs,threads}/**/*.test.ts';

const lane = (name: string, include: string[], exclude: string[]) => ({
  extends: true as const,
  test: { name, include, exclude },
});

export default defineConfig({
  resolve: {
    alias: [
      {
        find: /^fast-check$/,
        replacement: fileURLToPath(new URL('test/support/seeded-fast-check.ts', import.meta.url)),
      },
    ],
  },
  test: {
    // `npm test` runs unit and built, `npm run test:slow` the third; a test's path alone decides its lane.
    projects: [
      lane('unit', ['src/**/*.test.ts', 'test/**/*.test.ts'], [BUILT, SLOW]),
      lane('built', [BUILT], [SLOW]),
      lane(
        'slow',
        ['src', 'test'].map((folder) => `${folder}/${SLOW}`),
        [],
      ),
    ],
    // Tests of single modules compile the fastest kernels too, as the package's entry does.
    setupFiles: ['src/platform/node/v8-flags.ts'],
    // Against tests that hang, not slow ones: no test may depend on the speed of the machine.
    testTimeout: 900_000,
    hookTimeout: 900_000,
    maxWorkers: 2,
  },
});
