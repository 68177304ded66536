/** `npm run docs`: typedoc fails for exports without a docstring, VitePress for dead links. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runCommand } from '../support/run-command.js';
import { ROOT } from './installed-package.js';

const SITE = join(ROOT, 'site');

it('builds a site that loads nothing from elsewhere', async () => {
  const script = join(ROOT, 'scripts/build-docs.mjs');
  const { code, stdout, stderr } = await runCommand(process.execPath, [script], { cwd: ROOT });
  expect(code, stdout + stderr).toBe(0);

  const files = readdirSync(SITE, { recursive: true, encoding: 'utf8' });
  const sources = readdirSync(join(ROOT, 'docs')).filter((name) => name.endsWith('.md'));
  const pages = [
    ...sources.map((name) => name.replace(/md$/, 'html')),
    'api/qcl-mixnet/functions/trainOnTable.html',
    'api/qcl-mixnet/browser/functions/readTable.html',
    'api/qcl-mixnet/paper/functions/loadDataset.html',
  ];
  expect(pages.filter((name) => !existsSync(join(SITE, name)))).toEqual([]);

  const foreign = files.filter((name) => {
    const text = /\.(html|css)$/.test(name) ? readFileSync(join(SITE, name), 'utf8') : '';
    return /<(?:script|img|link|iframe)[^>]+(?:src|href)="(?:https?:)?\/\/|url\(\s*["']?(?:https?:)?\/\/|@import/.test(
      text,
    );
  });
  expect(foreign).toEqual([]);
});
