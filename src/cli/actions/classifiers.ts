/** The work of `qcl-mixnet classifiers`. */
import type { ClassifierEntry } from '../../classifiers/contract/classifier-entry.js';
import { dimensionText } from '../../classifiers/contract/search-space.js';
import { classifiers } from '../../classifiers/registry.js';
import { findClassifier } from '../../pipeline/find-classifier.js';
import type { ClassifiersOptions } from '../commands/classifiers.js';
import { listOptions } from '../options/classifier-options.js';
import { writeJson, writeResult } from '../output/output.js';
import { inEightyColumns } from '../output/terminal-text.js';

export async function list(name: string | undefined, options: ClassifiersOptions): Promise<void> {
  const entries = name === undefined ? classifiers : [findClassifier(name)];
  if (options.json) await writeJson({ classifiers: entries.map(describe) });
  else if (name === undefined) await writeResult(`${overview()}\n`);
  else await writeResult(details(entries[0]));
}

function describe({ name, summary, options, grid, space }: ClassifierEntry) {
  return { name, summary, defaults: options.parse({}), grid: grid ?? null, space };
}

function overview(): string {
  const width = Math.max(...classifiers.map(({ name }) => name.length)) + 2;
  // The names take the place of the indent, which is that of a column beside them.
  const indent = ' '.repeat(width);
  return classifiers
    .map(({ name, summary }) => name.padEnd(width) + inEightyColumns(indent + summary).slice(width))
    .join('\n');
}

function details(entry: ClassifierEntry): string {
  const grid = Object.entries(entry.grid ?? {}).map(
    ([option, values]) => `  ${option.padEnd(22)} ${values.map((value) => JSON.stringify(value)).join(', ')}`,
  );
  const { dimensions, resource } = entry.space;
  const space = Object.entries(dimensions).map(([option, dimension]) => {
    // The name takes the place of the indent, which is that of a column beside it.
    const text = inEightyColumns(' '.repeat(25) + dimensionText(dimension));
    return `  ${option.padEnd(22)} ${text.slice(25)}`;
  });
  return [
    `${entry.name}: ${entry.summary}`,
    '',
    'Options for --set:',
    listOptions(entry),
    '',
    entry.weights,
    ...(grid.length > 0 ? ['', 'Tried by --tune:', ...grid] : []),
    '',
    `Drawn by --search (halving divides ${resource === 'rows' ? 'the rows' : resource.join(' and ')}):`,
    ...space,
    '',
  ].join('\n');
}
