/** A data set of the registry in words and as JSON, for `qcl-mixnet datasets`. */
import type { DatasetEntry } from '../../paper/datasets/dataset-entry.js';
import { howToGet } from '../../paper/datasets/dataset-unavailable.js';
import type { DatasetOrigin } from '../../paper/node/datasets/places.js';
import { plainTable } from './report-output.js';

export interface LocatedDataset {
  readonly entry: DatasetEntry;
  /** Undefined if it is not available. */
  readonly origin: DatasetOrigin | undefined;
}

/** `folder (../data/ecoli.csv.gz)`, `cache (...)`, `embedded`, `missing`. */
export function describeOrigin(origin: DatasetOrigin | undefined): string {
  if (origin === undefined) return 'missing';
  return origin.kind === 'embedded' ? 'embedded' : `${origin.kind} (${origin.path})`;
}

/** A data set for `list --json` and `info --json`; class labels are values, never keys. */
export function datasetJson({ entry, origin }: LocatedDataset) {
  const { originals, embedded, classCounts, checksum, ...facts } = entry;
  return {
    ...facts,
    classCounts: [...classCounts].map(([label, rows]) => ({ label, rows })),
    checksum: checksum ?? null,
    originals: originals.map(({ repository, address }) => ({ repository, address: address ?? null })),
    origin: origin ?? null,
  };
}

/** One line per data set, and how to get the missing ones. */
export function datasetTable(located: readonly LocatedDataset[]): string {
  const table = plainTable(['data set', 'task', 'rows', 'features', 'classes', 'imbalance', 'location']);
  for (const { entry, origin } of located) {
    const { name, task, rows, features, classes, imbalanceRatio } = entry;
    const numbers = [rows, features, classes].map(String);
    table.push([name, task, ...numbers, imbalanceRatio.toFixed(2), origin?.kind ?? 'missing']);
  }
  const absent = located.filter(({ origin }) => origin === undefined).map(({ entry }) => entry);
  const hints = absent.map((entry) => `${entry.name} is missing: ${howToGet(entry)}`);
  return [table.toString(), ...(hints.length > 0 ? ['', ...hints] : []), ''].join('\n');
}

/** Everything the registry knows, as text. */
export function datasetText({ entry, origin }: LocatedDataset): string {
  const { paper, originals } = entry;
  const addresses = originals.flatMap(({ address }) => address ?? []);
  const facts: [string, string][] = [
    ['task', `${entry.task}: ${entry.targetMeaning}`],
    ['size', `${entry.rows} rows, ${entry.features} features, ${entry.missingCells} cells missing`],
    ['imbalance', `${entry.imbalanceRatio.toFixed(2)} : 1`],
    ['paper', `${paper.features} features, imbalance ${paper.imbalanceRatio} : 1`],
    ['difference', entry.differenceFromPaper],
    ['rule', entry.rule],
    ['licence', entry.licence],
    ['citation', entry.citation],
    ['page', entry.page],
    ...addresses.map((address): [string, string] => ['original', address]),
    [
      'checksum',
      entry.checksum ?? 'not known yet; the first download is checked by its size and class counts',
    ],
    ['location', origin === undefined ? `missing: ${howToGet(entry)}` : describeOrigin(origin)],
  ];
  const classes = plainTable(['class', 'rows']);
  for (const [label, rows] of entry.classCounts) classes.push([label, String(rows)]);
  const lines = facts.map(([name, text]) => `${`${name}:`.padEnd(12)}${text}`);
  return [`${entry.name}: ${entry.title}`, '', ...lines, '', classes.toString(), ''].join('\n');
}
