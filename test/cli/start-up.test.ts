/** What the program loads before it does anything: little, so that help and wrong arguments are answered at once. */
import { expect, it } from 'vitest';
import { runAndListModules } from '../support/loaded-modules.js';
import { MAIN, Workplace } from './built-program.js';

const place = new Workplace();
const COMMANDS = [
  'train',
  'compare',
  'predict',
  'evaluate',
  'watch',
  'serve',
  'decide',
  'export',
  'sql',
  'inspect',
  'demo',
  'benchmark',
  'ablate',
  'results',
  'report',
  'datasets',
  'classifiers',
];

const loadedModules = (args: readonly string[]) => runAndListModules(place, [MAIN, ...args]);

/** Of the dependencies only commander, and nothing that computes. */
function expectLight(modules: readonly string[]): void {
  const heavy = /\/node_modules\/(?!commander\/)|\/dist\/(kernels|engine|nn|figures|report|cli\/actions)\//;
  expect(modules.filter((url) => heavy.test(url))).toEqual([]);
  expect(modules.some((url) => url.endsWith('/dist/cli/main.js'))).toBe(true);
  expect(modules.length).toBeLessThan(80);
}

it.each([['--version'], ['--help'], ['help', 'train'], ...COMMANDS.map((name) => [name, '--help'])])(
  '%s %s loads no classifier and no zod',
  async (...args) => {
    const { code, stdout, modules } = await loadedModules(args);
    expect(code).toBe(0);
    expect(stdout).not.toBe('');
    expectLight(modules);
  },
);

it.each([['tain'], ['train'], ['train', 'table.csv', '--folds', 'many'], ['predict', '--wrong']])(
  'a wrong use is answered as early: %s %s %s %s',
  async (...args) => {
    const { code, stderr, modules } = await loadedModules(args);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^error: /);
    expectLight(modules);
  },
);

it('lists every command in the help', async () => {
  const { stdout } = await place.run(['--help']);
  for (const name of COMMANDS) expect(stdout).toMatch(new RegExp(`^  ${name} `, 'm'));
});

it('loads the classifiers for a command that runs', async () => {
  const { code, modules } = await loadedModules(['classifiers']);
  expect(code).toBe(0);
  expect(modules.some((url) => url.endsWith('/dist/cli/actions/classifiers.js'))).toBe(true);
  expect(modules.some((url) => url.includes('/node_modules/zod/'))).toBe(true);
});
