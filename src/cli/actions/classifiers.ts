/** The work of `qcl-mixnet classifiers`. */
import type { ClassifierEntry } from '../../classifiers/contract/classifier-entry.js';
import { classifiers } from '../../classifiers/registry.js';
import { findClassifier } from '../../pipeline/find-classifier.js';
import type { ClassifiersOptions } from '../commands/classifiers.js';
import { listOptions } from '../options/classifier-options.js';
import { writeJson, writeResult } from '../output/output.js';
import { plainTable } from '../output/report-output.js';

export async function list(name: string | undefined, options: ClassifiersOptions): Promise<void> {
  const entries = name === undefined ? classifiers : [findClassifier(name)];
  if (options.json) await writeJson({ classifiers: entries.map(describe) });
  else if (name === undefined) await writeResult(`${overview()}\n`);
  else await writeResult(details(entries[0]));
}

function describe({ name, summary, options, grid }: ClassifierEntry) {
  return { name, summary, defaults: options.parse({}), grid: grid ?? null };
}

function overview(): string {
  const table = plainTable(['classifier', ''], 'left');
  for (const { name, summary } of classifiers) table.push([name, summary]);
  return table.toString();
}

function details(entry: ClassifierEntry): string {
  const grid = Object.entries(entry.grid ?? {}).map(
    ([option, values]) => `  ${option.padEnd(22)} ${values.map((value) => JSON.stringify(value)).join(', ')}`,
  );
  return [
    `${entry.name}: ${entry.summary}`,
    '',
    'Options for --set:',
    listOptions(entry),
    '',
    entry.weights,
    ...(grid.length > 0 ? ['', 'Tried by --tune:', ...grid] : []),
    '',
  ].join('\n');
}
