/** A page in headless Chromium for all tests of a file, which are skipped if there is no browser. */
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { ChromiumPage } from './chromium-page.js';
import { missingBrowser } from './launch-chromium.js';

/** @returns the page, which is open once the tests run */
export function withChromium(): () => ChromiumPage {
  const missing = missingBrowser();
  let chromium: ChromiumPage | undefined;
  beforeAll(async () => {
    if (missing === undefined) chromium = await ChromiumPage.open();
    else console.warn(`skipped: ${missing}`);
  });
  afterAll(() => chromium?.close());
  beforeEach((context) => context.skip(missing !== undefined, missing));
  return () => chromium as ChromiumPage;
}
