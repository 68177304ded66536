/** The report of a comparison in headless Chromium, opened from disk. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { balanceScale } from '../../src/paper/datasets/balance-scale.js';
import { compareClassifiers } from '../../src/pipeline/comparison/compare-classifiers.js';
import { comparisonReport } from '../../src/report/comparison/comparison-report.js';
import { reportPage } from '../../src/report/page.js';
import { type Chromium, launchChromium, missingBrowser } from './launch-chromium.js';
import { columnTexts, openReport } from './opened-report.js';

const missing = missingBrowser();
const folder = mkdtempSync(join(tmpdir(), 'qcl-mixnet-comparison-'));
const path = join(folder, 'report.html');
const names = ['logistic-regression', 'knn', 'decision-tree'] as const;
let ranked: string[];
let chromium: Chromium;

beforeAll(async () => {
  if (missing !== undefined) return console.warn(`skipped: ${missing}`);
  const comparison = await compareClassifiers(balanceScale(), { target: 'target', classifiers: names });
  ranked = comparison.ranked.map(({ name }) => name);
  writeFileSync(path, reportPage(comparisonReport(comparison, { commands: ['qcl-mixnet compare'] })));
  chromium = await launchChromium();
});

afterAll(async () => {
  await chromium?.close();
  rmSync(folder, { recursive: true, force: true });
});

beforeEach((context) => context.skip(missing !== undefined, missing));

describe('the report of a comparison', () => {
  it.each(['light', 'dark'] as const)('asks for nothing and complains of nothing, %s', async (scheme) => {
    const { page, messages, requests } = await openReport(chromium.browser, path, scheme);
    expect(await page.locator('figure svg[role=img]:visible').count()).toBe(3);
    expect(messages).toEqual([]);
    expect(requests).toEqual([]);
    await page.close();
  });

  it('sorts the leader board, which comes sorted by macro F1', async () => {
    const { page } = await openReport(chromium.browser, path);
    const board = page.getByRole('table').first();
    const score = board.getByRole('columnheader', { name: 'macro F1' });
    expect(await score.getAttribute('aria-sort')).toBe('descending');
    const classifiers = async () =>
      (await columnTexts(page, 0)).filter((name) => !name?.startsWith('baseline: '));
    expect(await columnTexts(page, 0)).toHaveLength(ranked.length + 2);
    expect(await classifiers()).toEqual(ranked);
    await score.getByRole('button').click();
    expect(await classifiers()).toEqual([...ranked].reverse());
    await board.getByRole('columnheader', { name: 'classifier' }).getByRole('button').click();
    expect(await classifiers()).toEqual([...names].sort());
    await page.close();
  });

  it('folds the table of pairs, by keyboard too, and unfolds it for paper', async () => {
    const { page, messages } = await openReport(chromium.browser, path);
    const pairs = page.getByRole('table', { name: 'Differences of macro F1' });
    expect(await pairs.isVisible()).toBe(false);
    const summary = page.locator('summary');
    expect(await summary.textContent()).toBe('Differences of macro F1 (3 rows)');
    await summary.focus();
    await page.keyboard.press('Enter');
    expect(await pairs.isVisible()).toBe(true);
    await page.keyboard.press('Enter');
    expect(await pairs.isVisible()).toBe(false);
    await page.pdf();
    expect(await pairs.isVisible()).toBe(true);
    expect(messages).toEqual([]);
    await page.close();
  });

  it('fits the width of a page and of a sheet of paper', async () => {
    const { page } = await openReport(chromium.browser, path);
    const overflow = () => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(await overflow()).toBeLessThanOrEqual(0);
    await page.emulateMedia({ media: 'print' });
    await page.setViewportSize({ width: 690, height: 1000 });
    expect(await overflow()).toBeLessThanOrEqual(0);
    await page.close();
  });
});
