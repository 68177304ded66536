/** docs/results.md, its figures and the README's section say what the committed records say. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

it('what is made from the records is up to date', () => {
  const script = fileURLToPath(new URL('../../scripts/document-results.mjs', import.meta.url));
  const { status, stderr } = spawnSync(process.execPath, [script, '--check'], { encoding: 'utf8' });
  expect(stderr).toBe('');
  expect(status).toBe(0);
});
