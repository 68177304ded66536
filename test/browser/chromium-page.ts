/** A page in headless Chromium whose scripts are bundled from this folder and served from this machine. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { Page } from 'playwright-core';
import { type Chromium, launchChromium, newPage } from './launch-chromium.js';

const HTML =
  '<!doctype html><meta charset="utf-8"><title>qcl-mixnet</title><script type="module" src="/page.js"></script>';

export class ChromiumPage {
  private constructor(
    readonly page: Page,
    /** Paths the page has asked for, on this server or elsewhere. */
    readonly requests: readonly string[],
    private readonly chromium: Chromium,
    private readonly server: Server,
  ) {}

  static async open(): Promise<ChromiumPage> {
    const server = await serve(await bundles());
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const chromium = await launchChromium();
    const page = await newPage(chromium.browser);
    const requests: string[] = [];
    page.on('request', (request) => requests.push(request.url().replace(origin, '')));
    await page.goto(origin);
    await page.waitForFunction(() => 'page' in window);
    return new ChromiumPage(page, requests, chromium, server);
  }

  async close(): Promise<void> {
    await this.chromium.close();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

/**
 * The page, its workers, and the script of the package's web workers where the bundled page looks for it; each with the
 * package as a bundler for browsers finds it.
 */
async function bundles(): Promise<Map<string, Uint8Array>> {
  const folder = fileURLToPath(new URL('.', import.meta.url));
  const { outputFiles } = await build({
    entryPoints: {
      page: join(folder, 'page.ts'),
      worker: join(folder, 'worker.ts'),
      'contract-worker': join(folder, 'contract-worker.ts'),
      'web-worker': join(folder, '../../dist/web/web-worker.js'),
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
