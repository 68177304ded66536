/** What identifies a search, for its log: hashes of the training rows and of the space. */
import type { ClassifierEntry } from '../../classifiers/contract/classifier-entry.js';
import type { SearchSpace } from '../../classifiers/contract/search-space.js';
import { crc32 } from '../../modelfile/crc32.js';
import { VERSION } from '../../version.js';
import { rowHashes } from '../training-fingerprint.js';
import type { SearchWork } from './score-candidates.js';
import type { SearchHeader } from './search-log.js';
import type { SearchMethod } from './search-options.js';

export function searchHeader(
  { space }: ClassifierEntry,
  work: SearchWork,
  search: {
    readonly method: SearchMethod;
    readonly dimensions: SearchSpace['dimensions'];
    readonly halvings: number;
    readonly folds: number;
    readonly seed: number;
  },
): SearchHeader {
  const { method, dimensions, halvings, folds, seed } = search;
  return {
    version: VERSION,
    search: method,
    classifier: work.classifier,
    target: work.target,
    table: tableHash(work),
    rows: work.rows.length,
    folds,
    seed,
    options: { ...work.options },
    space: hash(jsonOf({ dimensions, resource: space.resource, halvings })),
  };
}

/** Of the cells, labels, weights and rules of the training rows, and of how columns are read. */
function tableHash({ table, rows, labels, weights, split, overrides, target }: SearchWork): string {
  const names = table.columns.map(({ name }) => name);
  return hash(
    jsonOf({
      names,
      target,
      cells: rowHashes(table, rows, names),
      labels,
      weights: weights && Array.from(weights),
      groups: split?.groups && Array.from(split.groups),
      times: split?.times && Array.from(split.times),
      stratify: split?.stratify,
      overrides,
    }),
  );
}

/** JSON in which a map is a list of pairs, and undefined in a list differs from null. */
function jsonOf(value: unknown): string {
  return JSON.stringify(value, (_, each) =>
    each instanceof Map ? [...each] : each === undefined ? 'undefined' : each,
  );
}

function hash(text: string): string {
  return crc32(new TextEncoder().encode(text)).toString(16).padStart(8, '0');
}
