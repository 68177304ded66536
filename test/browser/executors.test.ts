/** The contract of executors, of web workers in headless Chromium. */
import { expect, it } from 'vitest';
import { contractChecks } from '../executors/contract.js';
import { withChromium } from './with-chromium.js';

const chromium = withChromium();

it.each(contractChecks)('%s', async (name) => {
  await chromium().page.evaluate((check) => window.page.checkWebWorkers(check), name);
  expect(chromium().requests).toContain('/contract-worker.js');
});
