/** The work of `qcl-mixnet card`. */
import { extname } from 'node:path';
import { InputError } from '../../errors.js';
import { loadModel } from '../../node/model-file.js';
import { writeFileAtomically } from '../../platform/node/files/write-file-atomically.js';
import type { CardOptions } from '../commands/card.js';
import { checkPaths } from '../options/check-paths.js';
import { writeResult } from '../output/output.js';
import { writeReport } from '../output/write-report.js';

const PAGES: ReadonlySet<string> = new Set(['.html', '.htm']);
const MARKDOWN: ReadonlySet<string> = new Set(['.md', '.markdown']);

export async function card(path: string, { out, quiet }: CardOptions): Promise<void> {
  const ending = out === undefined ? '.md' : extname(out).toLowerCase();
  if (!PAGES.has(ending) && !MARKDOWN.has(ending)) {
    throw new InputError(`--out ${out}: give a file that ends in .html or .md`);
  }
  await checkPaths([['the model', path]], [['--out', out]]);
  const model = await loadModel(path);
  // Loaded only when needed: figures take as long to load as the rest of the program.
  const { modelCard } = await import('../../report/card/model-card.js');
  const page = modelCard(model);
  if (PAGES.has(ending) && out !== undefined) await writeReport(out, page);
  else {
    const { reportMarkdown } = await import('../../report/markdown.js');
    const text = reportMarkdown(page);
    if (out === undefined) return writeResult(text);
    await writeFileAtomically(out, new TextEncoder().encode(text));
  }
  if (!quiet) await writeResult(`Wrote ${out}.\n`);
}
