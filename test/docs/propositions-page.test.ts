/** docs/propositions.md and its pictures say what research/propositions.jsonl says. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { runCommand } from '../support/run-command.js';

it('what is made from the record of the propositions is up to date', async () => {
  const script = fileURLToPath(new URL('../../research/propositions.mjs', import.meta.url));
  const { code, stderr } = await runCommand(process.execPath, [script, '--check']);
  expect(stderr).toBe('');
  expect(code).toBe(0);
});

it('the printed digits of every claim with an interval show its verdict', () => {
  const page = readFileSync(new URL('../../docs/propositions.md', import.meta.url), 'utf8');
  const number = (text: string) => Number(text.replace('−', '-'));
  const claims = [...page.matchAll(/^\|.* \[([+−]?[\d.]+), ([+−]?[\d.]+)\]; positive in .* \| (\w+) \|$/gm)];
  // Every claim but those about every point has one.
  expect(claims).toHaveLength([...page.matchAll(/^\|.*; positive in /gm)].length);
  expect(claims.length).toBeGreaterThan(30);
  for (const [line, low, high, verdict] of claims) {
    const shown = number(low) > 0 ? 'repeated' : number(high) < 0 ? 'contradicted' : 'undecided';
    expect(verdict, line).toBe(shown);
  }
});
