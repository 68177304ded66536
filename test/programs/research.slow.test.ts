/** The programs that docs/research.md names run: one table, one seed. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { Workplace } from '../cli/built-program.js';
import { NEEDS_DATA, SHARED_DATA, WITHOUT_DATA } from '../datasets/shared-data.js';

const place = new Workplace();

async function program(name: string, ...args: string[]): Promise<string> {
  const path = fileURLToPath(new URL(`../../research/${name}.mjs`, import.meta.url));
  const { code, stdout, stderr } = await place.runCommand(process.execPath, [path, ...args], {
    env: { QCL_MIXNET_DATA: SHARED_DATA },
  });
  expect(code, stderr).toBe(0);
  return stdout;
}

it('the propositions are measured and documented, in a small form', async () => {
  await program('propositions', '--quick', '--out', 'tried');
  await program('propositions', '--check', '--out', 'tried');
  const page = readFileSync(place.path('tried/propositions.md'), 'utf8');
  expect(page.match(/^## Proposition \d/gm)).toHaveLength(4);
  expect(page).not.toMatch(/NaN|undefined/);
  for (const [, name] of page.matchAll(/\((figures\/\S+\.svg)\)/g))
    expect(readFileSync(place.path(`tried/${name}`), 'utf8')).toMatch(/^<svg/);
  // The loss jumps and two rows share an image however small the form is.
  expect(page).toMatch(/The loss is locally Lipschitz.*contradicted/);
  expect(page).toMatch(/as the class is printed.*contradicted/);
});

describe.skipIf(WITHOUT_DATA)(`research ${NEEDS_DATA}`, () => {
  it('trials are run, recorded and compared', async () => {
    const small = ['--seeds', '42-42', '--tables', 'glass', '--log', 'log.jsonl', '--cache', 'cache'];
    await program('trial', 'first', '[{"classifier": "knn"}]', ...small);
    await program('trial', 'second', '[{"classifier": "knn", "scale": "quantile-normal"}]', ...small);
    expect(await program('compare', 'first', '--log', 'log.jsonl')).toMatch(/^second +0\.\d{4}/m);
  });

  it.each(['selection', 'portfolios'])('%s judges ways of choosing an ensemble', async (name) => {
    const log = `${name}.json`;
    await program(name, '--seeds', '42-42', '--tables', 'glass', '--log', log, '--cache', 'cache');
    const { ways } = JSON.parse(readFileSync(place.path(log), 'utf8'));
    expect(ways.length).toBeGreaterThan(5);
    for (const { macroF1 } of ways) expect(macroF1).toBeGreaterThan(0);
  });
});
