/** The package in the bundles of a user: the worker's script is found, and libsvm is loaded by `svm-smote` alone. */
import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { build as bundleByEsbuild } from 'esbuild';
import { build as bundleByVite } from 'vite';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Chromium, launchChromium, missingBrowser, newPage } from '../browser/launch-chromium.js';
import { InstalledPackage } from './installed-package.js';

const project = new InstalledPackage();
const missing = missingBrowser();
let chromium: Chromium;

const APP = `import { predictRows, trainInWorker } from 'qcl-mixnet';
window.run = async (classifier) => {
  const text = 'x,y\\n' + '1,a\\n2,a\\n8,b\\n9,b\\n'.repeat(10);
  const { model } = await trainInWorker(text, { target: 'y', classifier });
  const [{ prediction }] = await predictRows(model, [{ x: 9 }]);
  return { prediction, bytes: model.toBytes().length };
};
`;
const HTML = '<!doctype html><meta charset="utf-8"><script type="module" src="/app.js"></script>';

/** The ways of docs/library.md; each returns the folder of the bundle. */
const bundlers: [name: string, bundle: () => Promise<string>][] = [
  [
    'esbuild',
    async () => {
      await bundleByEsbuild({
        absWorkingDir: project.folder,
        entryPoints: { app: 'app.js', 'web-worker': 'qcl-mixnet/web-worker' },
        bundle: true,
        platform: 'browser',
        format: 'esm',
        splitting: true,
        outdir: 'esbuild',
      });
      project.write('esbuild/index.html', HTML);
      return project.path('esbuild');
    },
  ],
  [
    'Vite',
    async () => {
      await bundleByVite({
        root: project.folder,
        logLevel: 'silent',
        worker: { format: 'es' },
        build: { outDir: 'vite' },
      });
      return project.path('vite');
    },
  ],
];

beforeAll(async () => {
  await project.install();
  project.write('app.js', APP);
  project.write('index.html', HTML);
  if (missing === undefined) chromium = await launchChromium();
  else console.warn(`skipped: ${missing}`);
});

afterAll(() => chromium?.close());

beforeEach((context) => context.skip(missing !== undefined, missing));

describe.each(bundlers)('bundled by %s', (_, bundle) => {
  it('trains in a worker, and loads libsvm only for svm-smote', async () => {
    const folder = await bundle();
    const server = await serve(folder);
    const page = await newPage(chromium.browser);
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const requests: string[] = [];
    page.on('request', (request) => requests.push(request.url().replace(origin, '')));
    const run = (classifier: string) =>
      page.evaluate((name) => (window as unknown as App).run(name), classifier);
    const hasLibsvm = (path: string) => /libsvm_train_problem/.test(readFileSync(join(folder, path), 'utf8'));
    try {
      await page.goto(origin);
      await page.waitForFunction(() => 'run' in window);
      expect((await run('decision-tree')).prediction).toBe('b');
      const scripts = () => requests.filter((path) => path.endsWith('.js'));
      expect(scripts().some((path) => /web-worker.*\.js$/.test(path))).toBe(true);
      expect(scripts().filter(hasLibsvm)).toEqual([]);
      expect((await run('svm-smote')).prediction).toBe('b');
      expect(scripts().filter(hasLibsvm)).toHaveLength(1);
    } finally {
      await page.close();
      await new Promise((resolve) => server.close(resolve));
    }
  });
});

interface App {
  run(classifier: string): Promise<{ readonly prediction: unknown; readonly bytes: number }>;
}

async function serve(folder: string): Promise<Server> {
  const files = new Set(readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((path) => `/${path}`));
  const server = createServer(({ url = '/' }, response) => {
    const path = url === '/' ? '/index.html' : url;
    if (!files.has(path)) return response.writeHead(404).end();
    const type = path.endsWith('.js') ? 'text/javascript' : 'text/html';
    return response.setHeader('content-type', type).end(readFileSync(join(folder, path)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}
