/** The contract of executors, of web workers in headless Chromium. */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { contractChecks } from '../executors/contract.js';
import { ChromiumPage } from './chromium-page.js';
import { missingBrowser } from './launch-chromium.js';

const missing = missingBrowser();
let chromium: ChromiumPage;

beforeAll(async () => {
  if (missing === undefined) chromium = await ChromiumPage.open();
  else console.warn(`skipped: ${missing}`);
});

afterAll(() => chromium?.close());

beforeEach((context) => context.skip(missing !== undefined, missing));

it.each(contractChecks)('%s', async (name) => {
  await chromium.page.evaluate((check) => window.page.checkWebWorkers(check), name);
  expect(chromium.requests).toContain('/contract-worker.js');
});
