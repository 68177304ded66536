/** Reports in headless Chromium, opened from disk. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ablationBars } from '../../src/figures/ablation-bars.js';
import { balanceScale } from '../../src/paper/datasets/balance-scale.js';
import { experimentReport } from '../../src/paper/report/experiment-report.js';
import { trainOnTable } from '../../src/pipeline/train-on-table.js';
import { reportPage } from '../../src/report/page.js';
import { numberCell, type ReportPage, type ReportPart } from '../../src/report/parts.js';
import { trainingReport } from '../../src/report/training/training-report.js';
import { doneRecord } from '../support/run-records.js';
import { type Chromium, launchChromium, missingBrowser } from './launch-chromium.js';
import { columnTexts, openReport } from './opened-report.js';

const missing = missingBrowser();
const folder = mkdtempSync(join(tmpdir(), 'qcl-mixnet-report-'));
let chromium: Chromium;

beforeAll(async () => {
  if (missing === undefined) chromium = await launchChromium();
  else console.warn(`skipped: ${missing}`);
});

afterAll(async () => {
  await chromium?.close();
  rmSync(folder, { recursive: true, force: true });
});

beforeEach((context) => context.skip(missing !== undefined, missing));

const HOSTILE = '<img src=x onerror=alert(1)>';
const PARTS: readonly ReportPart[] = [
  { kind: 'paragraph', text: `A report about ${HOSTILE}.` },
  {
    kind: 'table',
    caption: 'Scores',
    columns: [{ title: 'classifier' }, { title: 'macro F1', numeric: true }, { title: 'note' }],
    rows: [
      ['knn 10', numberCell(0.5), 'b'],
      [HOSTILE, numberCell(Number.NaN), 'a'],
      ['knn 9', numberCell(-0.25), ''],
      ['mlp', numberCell(0.5), 'a'],
    ],
  },
  {
    kind: 'figure',
    svg: ablationBars({
      bars: [
        { name: 'whole', mean: 0.8, low: 0.7, high: 0.9 },
        { name: HOSTILE, mean: 0.7, low: 0.6, high: 0.8 },
      ],
    }),
  },
];

function write(name: string, parts: readonly ReportPart[]): string {
  const path = join(folder, name);
  writeFileSync(path, reportPage({ title: 'Report', sections: [{ title: 'One', parts }] }));
  return path;
}

describe('a report', () => {
  it('asks for nothing and complains of nothing', async () => {
    const { page, messages, requests } = await openReport(chromium.browser, write('quiet.html', PARTS));
    await page.emulateMedia({ media: 'print' });
    expect(await page.evaluate(() => document.fonts.ready.then(() => document.readyState))).toBe('complete');
    expect(messages).toEqual([]);
    expect(requests).toEqual([]);
    await page.close();
  });

  it('runs and fetches nothing that a figure brings along', async () => {
    let connections = 0;
    const server = createServer((socket) => {
      connections++;
      socket.destroy();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/x.png`;
    const svg =
      '<svg xmlns="http://www.w3.org/2000/svg" onload="document.title=1"><script>document.title=2</script>' +
      `<style>h1{color:red}</style><image href="${address}"/></svg>`;
    const path = write('foreign.html', [{ kind: 'figure', svg }]);
    const { page, messages } = await openReport(chromium.browser, path);
    expect(await page.title()).toBe('Report');
    expect(await page.locator('h1').evaluate((heading) => getComputedStyle(heading).color)).not.toBe(
      'rgb(255, 0, 0)',
    );
    // One message for each of the handler, the script, the style and the image.
    expect(messages).toHaveLength(4);
    for (const message of messages) expect(message).toContain('Content Security Policy');
    expect(connections).toBe(0);
    await page.close();
    await new Promise((resolve) => server.close(resolve));
  });

  it('sorts by click, missing values last both ways, and says so', async () => {
    const { page } = await openReport(chromium.browser, write('sorted.html', PARTS));
    const score = page.getByRole('columnheader', { name: 'macro F1' });
    await score.getByRole('button').click();
    expect(await columnTexts(page, 0)).toEqual(['knn 9', 'knn 10', 'mlp', HOSTILE]);
    expect(await score.getAttribute('aria-sort')).toBe('ascending');
    await score.getByRole('button').click();
    expect(await columnTexts(page, 0)).toEqual(['knn 10', 'mlp', 'knn 9', HOSTILE]);
    expect(await score.getAttribute('aria-sort')).toBe('descending');
    const note = page.getByRole('columnheader', { name: 'note' });
    await note.getByRole('button').click();
    expect(await columnTexts(page, 2)).toEqual(['a', 'a', 'b', '']);
    expect(await score.getAttribute('aria-sort')).toBeNull();
    await page.close();
  });

  it('is used by keyboard: skip link, table, sorting', async () => {
    const { page } = await openReport(chromium.browser, write('keys.html', PARTS));
    const focused = () => page.evaluate(() => document.activeElement?.textContent);
    await page.keyboard.press('Tab');
    expect(await focused()).toBe('Skip to the report');
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('main');
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('role'))).toBe('region');
    await page.keyboard.press('Tab');
    expect(await focused()).toBe('classifier');
    await page.keyboard.press('Space');
    expect(await columnTexts(page, 0)).toEqual([HOSTILE, 'knn 9', 'knn 10', 'mlp']);
    await page.keyboard.press('Enter');
    expect(await columnTexts(page, 0)).toEqual(['mlp', 'knn 10', 'knn 9', HOSTILE]);
    await page.close();
  });

  it('names its figures for those who cannot see them', async () => {
    const { page } = await openReport(chromium.browser, write('named.html', PARTS));
    const figure = page.getByRole('img', { name: 'The largest loss of mean macro F1 is 0.100' });
    expect(await figure.count()).toBe(1);
    await page.close();
  });
});

describe('the reports of trainings and experiments', () => {
  const seeds = [42, 43];
  const records = ['glass', 'ecoli', 'vehicle', HOSTILE].flatMap((dataset, d) =>
    ['qcl-mixnet', 'knn', 'xgboost'].flatMap((classifier, c) =>
      seeds.map((seed) =>
        doneRecord(0.8 - 0.05 * ((c + d) % 3), {
          ...{ dataset, checksum: dataset, classifier, seed },
          curve: { loss: [3, 2, 1], validationMacroF1: [0.5, 0.6, 0.55] },
        }),
      ),
    ),
  );
  const pages = new Map<string, () => Promise<ReportPage>>([
    ['experiment', async () => experimentReport(records)],
    [
      'training',
      async () => {
        const table = balanceScale();
        const options = {
          target: 'target',
          classifier: 'qcl-mixnet' as const,
          classifierOptions: { epochs: 5 },
        };
        return trainingReport(await trainOnTable(table, options), { table: HOSTILE, commands: [HOSTILE] });
      },
    ],
  ]);

  it.each([...pages.keys()])('are quiet, have their figures, and sort: %s', async (name) => {
    const path = join(folder, `${name}.html`);
    writeFileSync(path, reportPage(await (pages.get(name) as () => Promise<ReportPage>)()));
    for (const scheme of ['light', 'dark'] as const) {
      const { page, messages, requests } = await openReport(chromium.browser, path, scheme);
      const figures = page.locator('figure svg[role=img]:visible');
      expect(await figures.count()).toBeGreaterThan(3);
      for (const figure of await figures.all()) {
        const box = await figure.boundingBox();
        expect(box?.height).toBeGreaterThan(50);
      }
      await page.locator('table button').last().click();
      expect(await page.locator('[aria-sort=ascending]').count()).toBeGreaterThan(0);
      // Nothing but tables, which scroll for themselves, is wider than the page.
      expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
      await page.emulateMedia({ media: 'print' });
      expect(await page.locator('nav').isVisible()).toBe(false);
      expect(messages).toEqual([]);
      expect(requests).toEqual([]);
      await page.close();
    }
  });
});
