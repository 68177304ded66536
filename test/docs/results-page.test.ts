/** docs/results.md, its figures and the section of docs/paper.md say what the committed records say. */
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { runCommand } from '../support/run-command.js';

it('what is made from the records is up to date', async () => {
  const script = fileURLToPath(new URL('../../scripts/document-results.mjs', import.meta.url));
  const { code, stderr } = await runCommand(process.execPath, [script, '--check']);
  expect(stderr).toBe('');
  expect(code).toBe(0);
});
