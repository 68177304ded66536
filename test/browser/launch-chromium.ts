/** Debian's Chromium without a window, with a home folder of its own. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

const CHROMIUM = '/usr/bin/chromium';
const ARGUMENTS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** After so long the browser hangs; playwright's 30 s are too few for a busy machine. */
const LIMIT_MILLISECONDS = 400_000;

/** Why there is no browser to test in, if so. Throws instead where tests must not be left out. */
export function missingBrowser(): string | undefined {
  if (existsSync(CHROMIUM)) return undefined;
  const message = `${CHROMIUM} is missing: install Debian's package chromium to run the browser tests`;
  if (process.env.CI) throw new Error(message);
  return message;
}

export interface Chromium {
  readonly browser: Browser;
  close(): Promise<void>;
}

export async function launchChromium(): Promise<Chromium> {
  // Chromium keeps crash reports and caches in the home folder whatever the profile is.
  const home = mkdtempSync(join(tmpdir(), 'qcl-mixnet-chromium-'));
  const browser = await chromium.launch({
    executablePath: CHROMIUM,
    args: ARGUMENTS,
    timeout: LIMIT_MILLISECONDS,
    env: { ...process.env, HOME: home, XDG_CONFIG_HOME: home, XDG_CACHE_HOME: home },
  });
  return {
    browser,
    async close() {
      await browser.close();
      rmSync(home, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

export async function newPage(browser: Browser, options?: BrowserContextOptions): Promise<Page> {
  const page = await browser.newPage(options);
  page.setDefaultTimeout(LIMIT_MILLISECONDS);
  return page;
}
