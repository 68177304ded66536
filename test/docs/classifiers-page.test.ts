/** docs/classifiers.md and the table of docs/models.md say what the registry says. */
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { runCommand } from '../support/run-command.js';

it('the pages made from the registry are up to date', async () => {
  const script = fileURLToPath(new URL('../../scripts/document-classifiers.mjs', import.meta.url));
  const { code, stderr } = await runCommand(process.execPath, [script, '--check']);
  expect(stderr).toBe('');
  expect(code).toBe(0);
});
