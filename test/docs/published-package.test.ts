/** What is published: the right files, and they work for someone who installs them. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { InstalledPackage, ROOT } from './installed-package.js';

const project = new InstalledPackage();
const VERSION = manifest.version;

beforeAll(() => project.install());

async function packedFiles(): Promise<string[]> {
  const { stdout } = await project.command('npm', ['pack', ROOT, '--dry-run', '--json', '--ignore-scripts']);
  const [{ files }] = JSON.parse(stdout) as [{ files: { path: string }[] }];
  return files.map(({ path }) => path);
}

it('has the built files, the manifest, the README and the licence, and nothing else', async () => {
  const files = await packedFiles();
  const beside = files.filter((path) => !path.startsWith('dist/'));
  expect(beside.filter((path) => path !== 'CHANGELOG.md').sort()).toEqual([
    'LICENSE',
    'README.md',
    'package.json',
  ]);
  const built = files.filter((path) => path.startsWith('dist/'));
  expect(built).toEqual(expect.arrayContaining(['dist/index.js', 'dist/browser.js', 'dist/cli/main.js']));
  // Each comes from a source that is there today and is no test.
  const strays = built.filter((path) => {
    const source = /^dist\/(.+?)(\.d)?\.[jt]s$/.exec(path)?.[1];
    return (
      source === undefined || /\.(test|slow)$/.test(source) || !existsSync(join(ROOT, 'src', `${source}.ts`))
    );
  });
  expect(strays).toEqual([]);
});

it.each([
  ['qcl-mixnet', 'saveModel'],
  ['qcl-mixnet/browser', 'TableClassifier'],
])('can be imported as %s', async (name, member) => {
  const script = `import { VERSION, ${member} } from '${name}'; console.log(VERSION, typeof ${member});`;
  const { stdout } = await project.command(process.execPath, ['--input-type=module', '-e', script]);
  expect(stdout.trim()).toBe(`${VERSION} function`);
});

it('gives its program to npx', async () => {
  const { stdout } = await project.command('npx', ['qcl-mixnet', '--version']);
  expect(stdout.trim()).toBe(VERSION);
});
