/** A report opened from disk, and all that it says and asks for meanwhile. */
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { newPage } from './launch-chromium.js';

export interface OpenedReport {
  readonly page: Page;
  /** Messages on the console and errors that nobody caught; a report has none. */
  readonly messages: readonly string[];
  /** Addresses that were asked for besides the file itself; a report asks for none. */
  readonly requests: readonly string[];
}

export async function openReport(
  browser: Browser,
  path: string,
  colorScheme: 'light' | 'dark' = 'light',
): Promise<OpenedReport> {
  const page = await newPage(browser, { colorScheme });
  const address = pathToFileURL(path).href;
  const messages: string[] = [];
  const requests: string[] = [];
  page.on('console', (message) => messages.push(message.text()));
  page.on('pageerror', (error) => messages.push(error.message));
  page.on('request', (request) => {
    if (request.url() !== address) requests.push(request.url());
  });
  await page.goto(address);
  return { page, messages, requests };
}

/** The texts of a column of the first table of the page, from the top. */
export function columnTexts(page: Page, column: number): Promise<string[]> {
  return page.evaluate((c) => {
    const rows = document.querySelector('table')?.tBodies[0].rows ?? [];
    return Array.from(rows, (row) => row.cells[c].textContent ?? '');
  }, column);
}
