/** A whole training in a web worker of headless Chromium, while the page goes on. */
import { expect, it } from 'vitest';
import { withChromium } from './with-chromium.js';

const SCRIPT = '**/web-worker.js';
const chromium = withChromium();

/** The trees of the forest, and the five folds of its out-of-fold predictions. */
const REPORTS = 400 + 5;

const trainInWorker = () => chromium().page.evaluate(() => window.page.trainForestInWorker());
const trainHere = () => chromium().page.evaluate(() => window.page.trainForestHere());

it('trains the same model as on the page, whose timers fire meanwhile', async () => {
  const { ticks, reports, notices, ...trained } = await trainInWorker();
  expect(chromium().requests).toContain('/web-worker.js');
  expect(ticks).toBeGreaterThan(10);
  expect(reports).toBe(REPORTS);
  expect(notices).toEqual([]);
  expect(new Set(trained.labels)).toEqual(new Set(['L', 'B', 'R']));
  expect(trained).toEqual(await trainHere());
});

it('is stopped by a signal, and trains again after that', async () => {
  const { isAborted, cause } = await chromium().page.evaluate(() => window.page.abortInWorker());
  expect(cause).toBe('stopped by the page');
  expect(isAborted).toBe(true);
  expect((await trainInWorker()).reports).toBe(REPORTS);
});

it('trains on the page where there is no script for the worker', async () => {
  const inWorker = await trainInWorker();
  await chromium().page.route(SCRIPT, (route) => route.fulfill({ status: 404 }));
  const onPage = await trainInWorker().finally(() => chromium().page.unroute(SCRIPT));
  expect(onPage.model).toEqual(inWorker.model);
});
