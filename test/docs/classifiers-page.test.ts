/** docs/classifiers.md and the README's table say what the registry says. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

it('the pages made from the registry are up to date', () => {
  const script = fileURLToPath(new URL('../../scripts/document-classifiers.mjs', import.meta.url));
  const { status, stderr } = spawnSync(process.execPath, [script, '--check'], { encoding: 'utf8' });
  expect(stderr).toBe('');
  expect(status).toBe(0);
});
