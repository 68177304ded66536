import { configDefaults, defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    // Simulations of minutes: QCL_MIXNET_SLOW=1.
    exclude: process.env.QCL_MIXNET_SLOW
      ? configDefaults.exclude
      : [...configDefaults.exclude, '**/*.slow.test.ts'],
    // Tests of single modules compile the fastest kernels too, as the package's entry does.
    setupFiles: ['src/platform/node/v8-flags.ts'],
    // Against tests that hang, not slow ones: no test may depend on the speed of the machine.
    testTimeout: 900_000,
    hookTimeout: 900_000,
    maxWorkers: 2,
  },
});
