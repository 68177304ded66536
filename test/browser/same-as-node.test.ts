/** The core in headless Chromium, unchanged: it trains, and the model is Node's, bit for bit. */

import { expect, it } from 'vitest';
import { bestKernelBuild } from '../../src/kernels/load.js';
import { runApproximate, runClassifier, runExplanations, runPipeline } from './balance-scale-run.js';
import { withChromium } from './with-chromium.js';

const SEED = 7;
const chromium = withChromium();

it.each(['fma', 'simd'] as const)('trains the same classifier with the %s kernels', async (build) => {
  const inBrowser = await chromium().page.evaluate(
    ([build, seed]) => window.page.runClassifier(build, seed),
    [build, SEED] as const,
  );
  expect(inBrowser.kernelBuild).toBe(build);
  expect(inBrowser.tensors.length).toBeGreaterThan(0);
  expect(inBrowser).toEqual(await runClassifier(build, SEED));
});

it('trains the same classifier in a Web Worker', async () => {
  const inWorker = await chromium().page.evaluate(
    ([build, seed]) => window.page.runClassifierInWorker(build, seed),
    ['fma', SEED] as const,
  );
  expect(inWorker).toEqual(await runClassifier('fma', SEED));
});

it('finds the same approximate neighbours', async () => {
  const inBrowser = await chromium().page.evaluate((seed) => window.page.runApproximate(seed), SEED);
  expect(inBrowser).toEqual(await runApproximate(SEED));
});

it('makes the same model file and predicts the same with it', async () => {
  const inNode = await runPipeline(SEED);
  expect(bestKernelBuild()).toBe('fma');
  const inBrowser = await chromium().page.evaluate((seed) => window.page.runPipeline(seed), SEED);
  expect(inBrowser).toEqual(inNode);
  expect(inBrowser.macroF1).toBeGreaterThan(0.6);
});

it('explains, compares and describes as in Node', async () => {
  const inNode = await runExplanations(SEED);
  const inBrowser = await chromium().page.evaluate((seed) => window.page.runExplanations(seed), SEED);
  expect(JSON.parse(inBrowser)).toEqual(JSON.parse(inNode));
});

it('leaves the page responsive: timers fire between epochs', async () => {
  const turns = await chromium().page.evaluate(() => window.page.countTimerTurns(300));
  expect(turns).toHaveLength(300);
  expect(turns[299]).toBeGreaterThan(turns[0]);
});

it('needs no isolation of the page and nothing but its scripts', async () => {
  expect(await chromium().page.evaluate(() => crossOriginIsolated)).toBe(false);
  await chromium().page.evaluate((seed) => window.page.runClassifierInWorker('fma', seed), SEED);
  // The worker of the test, and those of the out-of-fold fits.
  const scripts = ['/page.js', '/worker.js', '/web-worker.js'];
  expect(new Set(chromium().requests)).toEqual(new Set(['/', ...scripts]));
});
