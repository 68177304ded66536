/** Support vector machines in headless Chromium: in a Web Worker if its script is there, on the page if not. */
import { ThreadPool } from 'qcl-mixnet';
import { expect, it } from 'vitest';
import { runSvm } from './balance-scale-run.js';
import { withChromium } from './with-chromium.js';

const SEED = 3;
const SCRIPT = '**/web-worker.js';
const chromium = withChromium();

const runInBrowser = () => chromium().page.evaluate((seed) => window.page.runSvmInWorkers(seed), SEED);

it('trains the same machines in a Web Worker as in a thread of Node', async () => {
  const inNode = await runSvm(SEED, new ThreadPool());
  const inBrowser = await runInBrowser();
  expect(inBrowser.run).toEqual(inNode.run);
  expect(chromium().requests).toContain('/web-worker.js');
  for (const { turns } of [inNode, inBrowser]) expect(turns).toBeGreaterThan(10);
});

it('trains the same machines on the page where there is no script for the worker', async () => {
  const inWorker = await runInBrowser();
  await chromium().page.route(SCRIPT, (route) => route.fulfill({ status: 404 }));
  const onPage = await runInBrowser().finally(() => chromium().page.unroute(SCRIPT));
  expect(onPage.run).toEqual(inWorker.run);
});
