/**
 * The examples of the README and of every page of docs/, run in the order they stand, in a project that has the
 * package installed: each page in a folder of its own with the table that the examples are about.
 */
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import ts from 'typescript';
import { beforeAll, describe, expect, it } from 'vitest';
import { codeBlocks, roleOf } from './code-blocks.js';
import { InstalledPackage, ROOT } from './installed-package.js';
import { transactionsCsv } from './transactions.js';

const project = new InstalledPackage();
const names = ['README.md', ...readdirSync(join(ROOT, 'docs')).map((name) => `docs/${name}`)];
const pages = names
  .filter((name) => name.endsWith('.md'))
  .map((name) => ({ name, folder: basename(name, '.md'), examples: examplesOf(name) }))
  .filter(({ examples }) => examples.length > 0);

let complaints: string;

function examplesOf(page: string) {
  return codeBlocks(readFileSync(join(ROOT, page), 'utf8'))
    .map((block) => ({ ...block, role: roleOf(block) }))
    .filter(({ role }) => role !== 'none');
}

beforeAll(async () => {
  await project.install(['@types/node', 'undici-types', '@duckdb/node-api']);
  const modules: string[] = [];
  for (const { folder, examples } of pages) {
    mkdirSync(project.path(folder));
    project.write(join(folder, 'transactions.csv'), transactionsCsv());
    for (const { role, code, line, language } of examples) {
      if (role !== 'module') continue;
      const name = join(folder, moduleName(line, language.startsWith('t') ? 'ts' : 'js'));
      modules.push(project.write(name, code));
    }
  }
  complaints = compile(modules.filter((name) => name.endsWith('.ts')));
});

it('has examples of the program and of the library', () => {
  expect(pages.map(({ folder }) => folder)).toEqual(
    expect.arrayContaining(['README', 'tables', 'models', 'library', 'paper']),
  );
  const roles = pages.flatMap(({ examples }) => examples.map(({ role }) => role));
  expect(roles).toEqual(expect.arrayContaining(['shell', 'module']));
});

it('has TypeScript that compiles in a strict project', () => {
  expect(complaints).toBe('');
});

describe.each(pages)('$name', ({ folder, examples }) => {
  it.each(examples)('the $language block of line $line runs', async ({ role, code, line }) => {
    const command = role === 'shell' ? code : `node ${moduleName(line, 'js')}`;
    await project.command('sh', ['-e', '-c', `cd ${folder}\n${command}`]);
  });
});

function moduleName(line: number, extension: string): string {
  return `line-${line}.${extension}`;
}

/** Compiles modules of the project in place. Returns the compiler's complaints. */
function compile(paths: readonly string[]): string {
  const sources = paths.map((name) => project.path(name));
  const program = ts.createProgram(sources, {
    target: ts.ScriptTarget.ES2023,
    module: ts.ModuleKind.NodeNext,
    strict: true,
    types: ['node'],
    typeRoots: [project.path('node_modules/@types')],
  });
  const diagnostics = [...ts.getPreEmitDiagnostics(program), ...program.emit().diagnostics];
  return ts.formatDiagnostics(diagnostics, {
    getCanonicalFileName: (file) => file,
    getCurrentDirectory: () => project.folder,
    getNewLine: () => '\n',
  });
}
