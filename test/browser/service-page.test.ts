/** The page of a service in headless Chromium: what it predicts, and how it gets what a token protects. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { trainOnTable } from '../../src/pipeline/train-on-table.js';
import { createService } from '../../src/service/create-service.js';
import { ModelRegistry } from '../../src/service/models/model-registry.js';
import { tableFromColumns } from '../../src/tables/preparation/table-from-columns.js';
import { type Chromium, launchChromium, missingBrowser, newPage } from './launch-chromium.js';

const missing = missingBrowser();
const TOKEN = 'a-token-of-this-test';
let folder: string;
let registry: ModelRegistry;
let chromium: Chromium;
const started: FastifyInstance[] = [];

async function pageOf(tokens: readonly string[]) {
  const app = await createService(registry, { tokens });
  started.push(app);
  await app.listen({ port: 0, host: '127.0.0.1' });
  const page = await newPage(chromium.browser);
  await page.goto(`http://127.0.0.1:${(app.server.address() as AddressInfo).port}/`);
  return page;
}

beforeAll(async () => {
  if (missing !== undefined) return console.warn(`skipped: ${missing}`);
  folder = await mkdtemp(join(tmpdir(), 'qcl-mixnet-page-'));
  const x = Array.from({ length: 90 }, (_, i) => Math.sin(i));
  const table = tableFromColumns([
    ['x', x],
    ['label', x.map((value) => (value > 0.6 ? 'bad' : 'good'))],
  ]);
  const { model } = await trainOnTable(table, { target: 'label', classifier: 'logistic-regression' });
  const path = join(folder, 'm.safetensors');
  await writeFile(path, model.toBytes());
  registry = await ModelRegistry.open([path], { pollMilliseconds: 0 });
  chromium = await launchChromium();
});
afterAll(async () => {
  if (missing !== undefined) return;
  await chromium.close();
  await Promise.all(started.map((app) => app.close()));
  await registry.close();
  await rm(folder, { recursive: true });
});
beforeEach((context) => context.skip(missing !== undefined, missing));

describe('the page of a service', () => {
  it('saves the description with the token, and asks for the token without', async () => {
    const page = await pageOf([TOKEN]);
    const link = page.getByRole('link', { name: 'OpenAPI document' });
    const message = page.getByRole('alert');
    await message.waitFor();
    await link.click();
    expect(await message.textContent()).toContain('token');
    expect(new URL(page.url()).pathname).toBe('/');
    await page.locator('#token').fill(TOKEN);
    await page.getByRole('button', { name: 'Use' }).click();
    await page.locator('#form').waitFor();
    const saved = page.waitForEvent('download');
    await link.click();
    const download = await saved;
    expect(download.suggestedFilename()).toBe('openapi.json');
    const document = JSON.parse(await readFile(await download.path(), 'utf8'));
    expect(Object.keys(document.paths)).toContain('/v1/models/m/predict');
  });

  it('follows the link to the description if there are no tokens, and names the class of the reasons', async () => {
    const page = await pageOf([]);
    await page.locator('#form').waitFor();
    await page.locator('[data-column=x]').fill('-1');
    await page.getByRole('button', { name: 'Predict' }).click();
    await page.locator('#reasons li').waitFor();
    expect(await page.locator('#decision').textContent()).toBe('good');
    expect(await page.locator('#of').textContent()).toBe(
      'What raised (▲) and lowered (▼) the probability of bad',
    );
    expect(await page.locator('#reasons').textContent()).toMatch(/^▼ x -1\b/);
    await page.getByRole('link', { name: 'OpenAPI document' }).click();
    await page.waitForURL('**/openapi.json');
  });
});
