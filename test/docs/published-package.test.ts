/** What is published: the right files, and they work for someone who installs them. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { InstalledPackage, ROOT } from './installed-package.js';

const project = new InstalledPackage();
const VERSION = manifest.version;

beforeAll(() => project.install());

interface Packed {
  readonly size: number;
  readonly unpackedSize: number;
  readonly files: readonly { readonly path: string }[];
}

async function pack(): Promise<Packed & { readonly paths: readonly string[] }> {
  const { stdout } = await project.command('npm', ['pack', ROOT, '--dry-run', '--json', '--ignore-scripts']);
  const [packed] = JSON.parse(stdout) as [Packed];
  return { ...packed, paths: packed.files.map(({ path }) => path) };
}

/** Every file that package.json names: what can be imported, run, or has an effect when imported. */
function namedFiles(): string[] {
  const { exports, imports, bin, sideEffects } = manifest;
  const texts = (value: unknown): string[] =>
    typeof value === 'string' ? [value] : Object.values(value as object).flatMap(texts);
  return [exports, imports, bin, sideEffects]
    .flatMap(texts)
    .map((path) => path.replace(/^\.\//, ''))
    .filter((path) => path.startsWith('dist/'));
}

it('has the built files, the pages, the manifest and the licence, and nothing else', async () => {
  const { paths } = await pack();
  const beside = paths.filter(
    (path) => !/^(dist\/|docs\/[\w-]+\.md$|docs\/figures\/[\w-]+\.svg$)/.test(path),
  );
  expect(beside.sort()).toEqual(['CHANGELOG.md', 'CONTRIBUTING.md', 'LICENSE', 'README.md', 'package.json']);
  const built = paths.filter((path) => path.startsWith('dist/'));
  // Each comes from a source that is there today and is no test or fixture.
  const strays = built.filter((path) => {
    const source = /^dist\/(.+?)(\.d)?\.[jt]s$/.exec(path)?.[1];
    return (
      source === undefined ||
      /\.(test|slow)$|(^|\/)fixtures\//.test(source) ||
      !existsSync(join(ROOT, 'src', `${source}.ts`))
    );
  });
  expect(strays).toEqual([]);
});

it('has every file that package.json names, in a bounded size', async () => {
  const { paths, size, unpackedSize } = await pack();
  expect(namedFiles()).toEqual(
    expect.arrayContaining(['dist/index.js', 'dist/browser.js', 'dist/paper/index.d.ts', 'dist/cli/main.js']),
  );
  expect(namedFiles().filter((path) => !paths.includes(path))).toEqual([]);
  expect(size).toBeLessThan(2_000_000);
  expect(unpackedSize).toBeLessThan(7_000_000);
});

it('has pages whose links lead to files of the package', async () => {
  const { paths } = await pack();
  const dead = paths
    .filter((path) => path.endsWith('.md') && path !== 'docs/index.md')
    .flatMap((page) =>
      Array.from(
        readFileSync(join(ROOT, page), 'utf8').matchAll(/\]\(([^)\s#]+)(?:#[^)]*)?\)/g),
        ([, link]) => link,
      )
        .filter((link) => !link.includes('://'))
        .filter((link) => !paths.includes(posix.join(dirname(page), link)))
        .map((link) => `${page}: ${link}`),
    );
  expect(dead).toEqual([]);
});

/** The public address is not known yet: replace this in package.json (and here) before publishing. */
const PLACEHOLDER = 'https://example.com/qcl-mixnet';

it('names its address, which is a placeholder until the project has one', () => {
  const { homepage, bugs, repository } = manifest;
  expect(homepage).toBe(PLACEHOLDER);
  expect(bugs).toBe(`${PLACEHOLDER}/issues`);
  expect(repository).toEqual({ type: 'git', url: `git+${PLACEHOLDER}.git` });
});

it.each([
  ['qcl-mixnet', 'saveModel'],
  ['qcl-mixnet/browser', 'TableClassifier'],
  ['qcl-mixnet/paper', 'loadDataset'],
])('can be imported as %s', async (name, member) => {
  const script = `import { ${member} } from '${name}'; console.log(typeof ${member});`;
  const { stdout } = await project.command(process.execPath, ['--input-type=module', '-e', script]);
  expect(stdout.trim()).toBe('function');
});

it('gives its program to npx', async () => {
  const { stdout } = await project.command('npx', ['qcl-mixnet', '--version']);
  expect(stdout.trim()).toBe(VERSION);
});
