import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { expect, it } from 'vitest';
import * as browser from './browser.js';
import * as node from './index.js';

it('bundles for a browser: nothing of Node is in it', async () => {
  const entry = fileURLToPath(new URL('browser.ts', import.meta.url));
  const { metafile, errors } = await build({
    entryPoints: [entry],
    bundle: true,
    platform: 'browser',
    format: 'esm',
    metafile: true,
    write: false,
    logLevel: 'silent',
  });
  expect(errors).toEqual([]);
  expect(
    Object.keys(metafile.inputs).filter((path) => /src\/(platform\/)?(node|cli|paper)\//.test(path)),
  ).toEqual([]);
});

it('exports what the Node entry exports, but for files, threads and databases', () => {
  const inNode = ['loadModel', 'registerModel', 'saveModel', 'writeFileAtomically', 'ThreadPool'];
  const inBrowsers = ['WebWorkers'];
  const shared = Object.keys(node).filter((name) => !inNode.includes(name));
  expect(Object.keys(browser).sort()).toEqual([...shared, ...inBrowsers].sort());
});
