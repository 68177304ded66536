/** The threshold slider of a training's report in headless Chromium, moved by keyboard. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { trainOnTable } from '../../src/pipeline/train-on-table.js';
import { reportPage } from '../../src/report/page.js';
import { trainingReport } from '../../src/report/training/training-report.js';
import { tableFromColumns } from '../../src/tables/preparation/table-from-columns.js';
import { blobs } from '../support/labelled-rows.js';
import { type Chromium, launchChromium, missingBrowser, newPage } from './launch-chromium.js';
import { openReport } from './opened-report.js';

const missing = missingBrowser();
const folder = mkdtempSync(join(tmpdir(), 'qcl-mixnet-decision-'));
const path = join(folder, 'report.html');
const RARE = '<b>rare</b>';
/** Probability of the rare class and whether the row is of it, for each test row. */
let tested: readonly (readonly [number, boolean])[];
let chromium: Chromium;

beforeAll(async () => {
  if (missing !== undefined) return console.warn(`skipped: ${missing}`);
  const { X, y } = blobs([160, 40], ['common', RARE]);
  const column = (j: number) => y.map((_, row) => X.data[row * X.columns + j]);
  const table = tableFromColumns(
    new Map<string, (string | number)[]>([
      ['a', column(0)],
      ['b', column(1)],
      ['label', y as string[]],
    ]),
  );
  const outcome = await trainOnTable(table, {
    target: 'label',
    classifier: 'logistic-regression',
    testSize: 0.5,
  });
  const { probabilities, y: labels } = outcome.test;
  const rare = outcome.model.classes.indexOf(RARE);
  tested = labels.map((label, row) => [probabilities.data[2 * row + rare], label === RARE]);
  writeFileSync(path, reportPage(await trainingReport(outcome, { table: 'events.csv' })));
  chromium = await launchChromium();
});

afterAll(async () => {
  await chromium?.close();
  rmSync(folder, { recursive: true, force: true });
});

beforeEach((context) => context.skip(missing !== undefined, missing));

async function shown(page: Page) {
  const text = async (name: string) => (await page.locator(`[data-show=${name}]`).textContent()) ?? '';
  const [threshold, recall, precision, alerts, cost] = await Promise.all(
    ['threshold', 'recall', 'precision', 'alerts', 'cost'].map(text),
  );
  const matrix = await Promise.all(['hits', 'missed', 'falseAlerts', 'passed'].map(text));
  return { threshold, recall, precision, alerts, cost, matrix: matrix.map(Number) };
}

/** What a slider at this threshold should show. */
function direct(threshold: number, missedCost: number) {
  const of = (isAlert: boolean, isEvent: boolean) =>
    tested.filter(([p, event]) => p >= threshold === isAlert && event === isEvent).length;
  const matrix = [of(true, true), of(false, true), of(true, false), of(false, false)];
  const [hits, missed, falseAlerts] = matrix;
  const short = (value: number) => Number(value.toPrecision(3));
  const share = (part: number, all: number) =>
    all === 0 ? '-' : `${(part / all).toFixed(3)} (${part} of ${all})`;
  return {
    matrix,
    recall: share(hits, hits + missed),
    precision: share(hits, hits + falseAlerts),
    alerts: short((1000 * (hits + falseAlerts)) / tested.length).toLocaleString('en'),
    cost: short((1000 * (missedCost * missed + falseAlerts)) / tested.length),
  };
}

describe('the slider of the decision', () => {
  it('moves by keyboard and shows what follows, without a request or a message', async () => {
    const { page, messages, requests } = await openReport(chromium.browser, path);
    const slider = page.getByRole('slider', { name: `Least probability of class ${RARE} for an alert` });
    await slider.focus();
    const seen = new Set<string>();
    for (const key of ['Home', 'ArrowRight', 'ArrowRight', 'PageUp', 'PageUp', 'ArrowLeft', 'PageUp']) {
      await page.keyboard.press(key);
      const { threshold, cost, ...numbers } = await shown(page);
      const { cost: expectedCost, ...expected } = direct(Number(threshold), 10);
      expect(numbers).toMatchObject(expected);
      expect(Number(cost.replace(',', ''))).toBe(expectedCost);
      expect(await slider.getAttribute('aria-valuetext')).toBe(threshold);
      seen.add(threshold);
    }
    expect(seen.size).toBeGreaterThan(4);
    await page.keyboard.press('End');
    const none = await shown(page);
    expect(none.threshold).toContain('no alert');
    expect(none).toMatchObject({ alerts: '0', precision: '-', recall: expect.stringMatching(/^0\.000/) });
    expect(await page.locator('.slider dl').getAttribute('aria-live')).toBe('polite');
    expect(messages).toEqual([]);
    expect(requests).toEqual([]);
    await page.close();
  });

  it('follows the costs that are typed, and says when they are no numbers', async () => {
    const { page, messages } = await openReport(chromium.browser, path);
    await page.getByLabel('Cost of a missed event').fill('50');
    await page.getByRole('slider').focus();
    await page.keyboard.press('End');
    const { cost } = await shown(page);
    const events = tested.filter(([, event]) => event).length;
    expect(Number(cost.replace(',', ''))).toBe((50 * 1000 * events) / tested.length);
    await page.getByLabel('Cost of a false alert').fill('-1');
    expect((await shown(page)).cost).toBe('-');
    expect(await page.locator('[data-show=advice]').textContent()).toContain('must be numbers from 0');
    expect(messages).toEqual([]);
    await page.close();
  });

  it('starts at the decision, and is hidden without scripts and on paper', async () => {
    const { page } = await openReport(chromium.browser, path);
    const decided = tested.filter(([p]) => p > 0.5).length;
    const { alerts } = await shown(page);
    expect(Number(alerts)).toBe((1000 * decided) / tested.length);
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('.slider').isVisible()).toBe(false);
    await page.close();
    const plain = await newPage(chromium.browser, { javaScriptEnabled: false });
    await plain.goto(`file://${path}`);
    expect(await plain.locator('.slider').isVisible()).toBe(false);
    expect(
      await plain.getByRole('table', { name: 'Events caught by the number of alerts' }).isVisible(),
    ).toBe(true);
    await plain.close();
  });
});

describe('a report on a small screen', () => {
  it.each(['light', 'dark'] as const)('has figures that can be read, %s', async (scheme) => {
    const { page } = await openReport(chromium.browser, path, scheme);
    await page.setViewportSize({ width: 390, height: 800 });
    const small = await page.evaluate(() =>
      [...document.querySelectorAll('figure svg[role=img]')]
        .filter((svg) => svg.getBoundingClientRect().width > 0)
        .map((svg) => {
          const { width } = svg.getBoundingClientRect();
          return 12 * (width / Number(svg.getAttribute('width')));
        }),
    );
    expect(small.length).toBeGreaterThan(2);
    expect(Math.min(...small)).toBeGreaterThan(11);
    const ground = await page
      .locator('figure svg[role=img]:visible rect')
      .first()
      .evaluate((rect) => getComputedStyle(rect).fill);
    expect(ground).toBe(scheme === 'light' ? 'rgb(255, 255, 255)' : 'rgb(22, 24, 28)');
    const overflowing = page.locator('.scroll.overflows');
    expect(await overflowing.count()).toBeGreaterThan(0);
    expect(
      await overflowing.first().evaluate((place) => getComputedStyle(place, '::before').content),
    ).toContain('Scroll sideways');
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
    await page.emulateMedia({ media: 'print' });
    await page.setViewportSize({ width: 690, height: 1000 });
    expect(await page.locator('.at-narrow:visible').count()).toBe(0);
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
    await page.close();
  });
});
