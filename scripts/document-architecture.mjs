// Writes the table of floors into docs/architecture.md; with --check it only reports whether the table is up to date.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { floors, nodeFolders } from './floors.mjs';

const PAGE = fileURLToPath(new URL('../docs/architecture.md', import.meta.url));
const MARKED = /(<!-- floors -->\n)[\s\S]*?(<!-- \/floors -->)/;

const code = (/** @type {string} */ name) => `\`src/${name}\``;
const rows = floors.map(({ names, holds }) => `| ${names.map(code).join(', ')} | ${holds} |`);
const table = ['| folder or file | what it holds |', '| --- | --- |', ...rows].join('\n');
const node = `Only ${nodeFolders.map(code).join(', ')} and \`src/index.ts\` import from \`node:\`.`;

const page = readFileSync(PAGE, 'utf8');
const updated = page.replace(MARKED, (_, start, end) => `${start}${table}\n\n${node}\n${end}`);
if (!process.argv.includes('--check')) writeFileSync(PAGE, updated);
else if (updated !== page) {
  console.error('docs/architecture.md is not up to date: run node scripts/document-architecture.mjs');
  process.exitCode = 1;
}
