/** The README's examples, run in the order they stand, in a project that has the package installed. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { beforeAll, expect, it } from 'vitest';
import { codeBlocks, roleOf } from './code-blocks.js';
import { InstalledPackage, ROOT } from './installed-package.js';
import { transactionsCsv } from './transactions.js';

const project = new InstalledPackage();
const blocks = codeBlocks(readFileSync(join(ROOT, 'README.md'), 'utf8'));
const examples = blocks
  .map((block) => ({ ...block, role: roleOf(block) }))
  .filter(({ role }) => role !== 'none');

let complaints: string;

beforeAll(async () => {
  await project.install(['@types/node', 'undici-types']);
  project.write('transactions.csv', transactionsCsv());
  for (const { role, code, line, language } of examples) {
    if (role === 'module') project.write(moduleName(line, language.startsWith('t') ? 'ts' : 'js'), code);
  }
  complaints = compile(project.files().filter((name) => name.endsWith('.ts')));
});

it('has examples of the program and of the library', () => {
  expect(examples.map(({ role }) => role)).toEqual(expect.arrayContaining(['shell', 'module']));
});

it('has TypeScript that compiles in a strict project', () => {
  expect(complaints).toBe('');
});

it.each(examples)('the $language block of line $line runs', async ({ role, code, line }) => {
  if (role === 'shell') await project.command('sh', ['-e', '-c', code]);
  else await project.command(process.execPath, [moduleName(line, 'js')]);
});

function moduleName(line: number, extension: string): string {
  return `readme-line-${line}.${extension}`;
}

/** Compiles modules of the project in place. Returns the compiler's complaints. */
function compile(names: readonly string[]): string {
  const sources = names.map((name) => project.path(name));
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
