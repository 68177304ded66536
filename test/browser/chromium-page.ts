/** A page in headless Chromium whose scripts are bundled from this folder and served from this machine. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { type Browser, chromium, type Page } from 'playwright-core';

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
const HTML =
  '<!doctype html><meta charset="utf-8"><title>qcl-mixnet</title><script type="module" src="/page.js"></script>';

/** Why there is no browser to test in, if so. Throws instead where tests must not be left out. */
export function missingBrowser(): string | undefined {
  if (existsSync(CHROMIUM)) return undefined;
  const message = `${CHROMIUM} is missing: install Debian's package chromium to run the browser tests`;
  if (process.env.CI) throw new Error(message);
  return message;
}

export class ChromiumPage {
  private constructor(
    readonly page: Page,
    /** Paths the page has asked for, on this server or elsewhere. */
    readonly requests: readonly string[],
    private readonly browser: Browser,
    private readonly server: Server,
    private readonly home: string,
  ) {}

  static async open(): Promise<ChromiumPage> {
    const server = await serve(await bundles());
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    // Chromium keeps crash reports and caches in the home folder whatever the profile is.
    const home = mkdtempSync(join(tmpdir(), 'qcl-mixnet-chromium-'));
    const browser = await chromium.launch({
      executablePath: CHROMIUM,
      args: ARGUMENTS,
      env: { ...process.env, HOME: home, XDG_CONFIG_HOME: home, XDG_CACHE_HOME: home },
    });
    const page = await browser.newPage();
    const requests: string[] = [];
    page.on('request', (request) => requests.push(request.url().replace(origin, '')));
    await page.goto(origin);
    await page.waitForFunction(() => 'page' in window);
    return new ChromiumPage(page, requests, browser, server, home);
  }

  async close(): Promise<void> {
    await this.browser.close();
    await new Promise((resolve) => this.server.close(resolve));
    rmSync(this.home, { recursive: true, force: true, maxRetries: 5 });
  }
}

/**
 * The page, its worker, and the package's worker for support vector machines where the bundled page looks for
 * it; each with the package as a bundler for browsers finds it.
 */
async function bundles(): Promise<Map<string, Uint8Array>> {
  const folder = fileURLToPath(new URL('.', import.meta.url));
  const { outputFiles } = await build({
    entryPoints: {
      page: join(folder, 'page.ts'),
      worker: join(folder, 'worker.ts'),
      'svm-web-worker': join(folder, '../../dist/classifiers/svm-smote/svm-web-worker.js'),
    },
    bundle: true,
    platform: 'browser',
    format: 'esm',
    outdir: '/',
    write: false,
  });
  return new Map(outputFiles.map(({ path, contents }) => [path, contents]));
}

async function serve(scripts: Map<string, Uint8Array>): Promise<Server> {
  const server = createServer(({ url = '/' }, response) => {
    const script = scripts.get(url);
    if (script !== undefined) response.setHeader('content-type', 'text/javascript').end(script);
    else if (url === '/') response.setHeader('content-type', 'text/html').end(HTML);
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}
