import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    execArgv: ['--experimental-wasm-relaxed-simd'],
    testTimeout: 60_000,
    maxWorkers: 2,
  },
});
