/** The programs beside the package (bench, fuzz, research, scripts) find all that they import in the built package. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import ts from 'typescript';
import { expect, it } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { runCommand } from '../support/run-command.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const FOLDERS = ['bench', 'fuzz', 'research', 'scripts'];

interface Import {
  readonly program: string;
  /** What a program in the project's folder would import. */
  readonly target: string;
  readonly names: readonly string[];
}

const programs = FOLDERS.flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.mjs'))
    .map((path) => `${folder}/${path}`),
);

/** The import declarations of a program, and the files that it names relative to itself. */
function importsOf(program: string): Import[] {
  const text = readFileSync(join(ROOT, program), 'utf8');
  const source = ts.createSourceFile(program, text, ts.ScriptTarget.ES2023, true, ts.ScriptKind.JS);
  const found: Import[] = [];
  const resolved = (target: string) =>
    target.startsWith('.') ? pathToFileURL(join(ROOT, dirname(program), target)).href : target;
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier)) {
      const named = node.importClause?.namedBindings;
      const names =
        named !== undefined && ts.isNamedImports(named)
          ? named.elements.map((element) => (element.propertyName ?? element.name).text)
          : [];
      if (node.importClause?.name !== undefined) names.push('default');
      found.push({ program, target: resolved(node.moduleSpecifier.text), names });
    } else if (
      ts.isCallExpression(node) &&
      node.expression.kind === ts.SyntaxKind.ImportKeyword &&
      ts.isStringLiteral(node.arguments[0])
    ) {
      found.push({ program, target: resolved(node.arguments[0].text), names: [] });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** Relative paths in `new URL('...', import.meta.url)`. */
const namedFiles = (program: string) =>
  Array.from(
    readFileSync(join(ROOT, program), 'utf8').matchAll(/new URL\('([^']+)', import\.meta\.url\)/g),
    ([, path]) => path,
  );

it('every import of every program gives what is named', async () => {
  const imports = programs.flatMap(importsOf);
  expect(imports.length).toBeGreaterThan(100);
  const script = `
    const missing = [];
    for (const { program, target, names } of ${JSON.stringify(imports)}) {
      try {
        const module = await import(target);
        for (const name of names) if (!(name in module)) missing.push(program + ': ' + name + ' of ' + target);
      } catch (error) {
        missing.push(program + ': ' + error.message);
      }
    }
    console.log(JSON.stringify(missing));
    process.exit(0);`;
  const { code, stdout, stderr } = await runCommand(process.execPath, ['--input-type=module', '-e', script], {
    cwd: ROOT,
  });
  expect(stderr).toBe('');
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toEqual([]);
});

it.each(programs)('%s is valid and names files that exist', (program) => {
  const missing = namedFiles(program).filter((path) => !existsSync(join(ROOT, dirname(program), path)));
  expect(missing).toEqual([]);
  const { diagnostics } = ts.transpileModule(readFileSync(join(ROOT, program), 'utf8'), {
    fileName: program.replace(/mjs$/, 'js'),
    reportDiagnostics: true,
    compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ESNext },
  });
  expect(diagnostics?.map(({ messageText }) => messageText)).toEqual([]);
});

it('the scripts of package.json and the pages name programs that exist', () => {
  const pages = ['CONTRIBUTING.md', ...readdirSync(join(ROOT, 'docs')).map((name) => `docs/${name}`)];
  const texts = [
    ...Object.values(manifest.scripts),
    ...pages.filter((name) => name.endsWith('.md')).map((name) => readFileSync(join(ROOT, name), 'utf8')),
  ];
  const named = texts.flatMap((text) =>
    Array.from(text.matchAll(/\bnode ((?:bench|fuzz|research|scripts)\/\S+?\.mjs)/g), ([, path]) => path),
  );
  expect(named).toEqual(expect.arrayContaining(['research/trial.mjs', 'scripts/build-kernels.mjs']));
  expect(named.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
});
