/** docs/propositions.md and its pictures say what research/propositions.jsonl says. */
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { runCommand } from '../support/run-command.js';

it('what is made from the record of the propositions is up to date', async () => {
  const script = fileURLToPath(new URL('../../research/propositions.mjs', import.meta.url));
  const { code, stderr } = await runCommand(process.execPath, [script, '--check']);
  expect(stderr).toBe('');
  expect(code).toBe(0);
});
