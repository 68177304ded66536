/** The grid of an experiment as a list of cells, the longest first. */

import { changedOptions } from '../../classifiers/contract/changed-options.js';
import type { ClassifierEntry } from '../../classifiers/contract/classifier-entry.js';
import { InputError } from '../../errors.js';
import { mean } from '../../mean.js';
import { DEFAULT_SEED } from '../../pipeline/defaults.js';
import type { Protocol } from '../../pipeline/provenance.js';
import { DEFAULT_FOLDS } from '../../pipeline/tuning/score-candidates.js';
import { tuningCandidates } from '../../pipeline/tuning/tune.js';
import type { Table } from '../../tables/table.js';
import { countOf } from '../../text/name-list.js';
import { VERSION } from '../../version.js';
import { type CellDescription, cellKey, type TableSettings } from './cell.js';
import { choosesCheckpoint } from './learning-rows.js';
import { TYPICAL_TIMES } from './typical-times.js';

/** The file of the user's own table: every run reads it. */
export interface TableFile {
  /** Absolute. */
  readonly path: string;
  readonly rows: number;
  /** Columns besides the target. */
  readonly features: number;
}

export interface ExperimentDataset {
  readonly name: string;
  readonly checksum: string;
  /** If it is not a file, its label column is `TARGET`. */
  readonly table: Table | TableFile;
  /** If it is a file. */
  readonly settings?: TableSettings;
}

/** A classifier with the options given by the user. */
export interface Configuration {
  readonly entry: ClassifierEntry;
  readonly options: Readonly<Record<string, unknown>>;
  /** Tune the other options over the classifier's own grid. */
  readonly tuned?: boolean;
}

export interface PlannedCell {
  readonly description: CellDescription;
  readonly key: string;
  readonly table: Table | TableFile;
  /** Expected milliseconds on one core. */
  readonly cost: number;
}

export interface ExperimentGrid {
  readonly datasets: readonly ExperimentDataset[];
  readonly configurations: readonly Configuration[];
  /**
   * With `honest` among several, tuned runs and those of classifiers whose checkpoint no rows choose have this one alone: with
   * `paper` the training would be the same.
   */
  readonly protocols: readonly Protocol[];
  /** Repeats: seed 42 as in the paper, then 43, 44, ... */
  readonly repeats: number;
}

/** All are held in memory, and planned before the first one starts. */
const MOST_CELLS = 100_000;

/**
 * Every combination once, in falling order of expected cost, so that no long cell starts last, when the other
 * processes have nothing left to do. Equal costs keep the order of the grid.
 *
 * @throws InputError for more than 100,000 combinations
 */
export function planCells(grid: ExperimentGrid): PlannedCell[] {
  checkSize(grid);
  const cells = new Map<string, PlannedCell>();
  for (const { name, checksum, table, settings } of grid.datasets) {
    for (const { entry, options: given, tuned } of grid.configurations) {
      const options = nonDefaultOptions(entry, given);
      const fits = tuned ? fitsOfSearch(entry, options) : 1;
      const cost = fits * expectedMilliseconds(shapeOf(table), entry, options);
      const honestOnly = tuned || !choosesCheckpoint({ classifier: entry.name, options });
      const protocols = grid.protocols.filter(
        (name, _, all) => name === 'honest' || !(honestOnly && all.includes('honest')),
      );
      for (const protocol of protocols) {
        for (let seed = DEFAULT_SEED; seed < DEFAULT_SEED + grid.repeats; seed++) {
          const description = {
            dataset: name,
            checksum,
            ...(settings && { table: settings }),
            classifier: entry.name,
            options,
            ...(tuned && { tuned: true as const }),
            seed,
            protocol,
            version: VERSION,
          };
          const key = cellKey(description);
          cells.set(key, { description, key, table, cost });
        }
      }
    }
  }
  return [...cells.values()].sort((one, other) => other.cost - one.cost);
}

function checkSize({ datasets, configurations, protocols, repeats }: ExperimentGrid): void {
  const size = datasets.length * configurations.length * protocols.length * repeats;
  if (size <= MOST_CELLS) return;
  const counts = [
    countOf(datasets.length, 'data set'),
    countOf(configurations.length, 'configuration'),
    countOf(protocols.length, 'protocol'),
    countOf(repeats, 'seed'),
  ];
  throw new InputError(
    `${counts.join(' x ')} are ${size} runs, more than ${MOST_CELLS}: give fewer seeds, data sets or classifiers`,
  );
}

/**
 * The options of `given` that differ from the defaults, as the schema resolves both, sorted by name: `epochs: 100`
 * describes the same run as leaving it out.
 */
export function nonDefaultOptions(
  entry: ClassifierEntry,
  given: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  return Object.fromEntries(
    changedOptions(entry.options, entry.options.parse(given))
      .filter(([name]) => name !== 'seed')
      .sort(([one], [other]) => (one < other ? -1 : 1)),
  );
}

/** Rows and feature columns of a table. */
interface TableShape {
  readonly rows: number;
  readonly features: number;
}

/** Of a classifier that is not in the registry: a millisecond a row. */
const UNKNOWN = [0.001, 1, 0] as const;

/** A rough estimate for a cell without a search: the typical time of the classifier, in proportion to epochs, rounds or trees. */
export function expectedMilliseconds(
  { rows, features }: TableShape,
  entry: ClassifierEntry,
  options: Readonly<Record<string, unknown>>,
): number {
  const [scale, byRows, byFeatures] = TYPICAL_TIMES.get(entry.name) ?? UNKNOWN;
  const seconds = scale * rows ** byRows * Math.max(1, features) ** byFeatures;
  return (1000 * seconds * lengthOf(entry, options)) / lengthOf(entry, {});
}

function shapeOf(table: Table | TableFile): TableShape {
  return 'features' in table ? table : { rows: table.rows, features: table.columns.length - 1 };
}

/**
 * How many times a tuned cell takes as long as one with the options alone: a fit on a fold has the other folds' rows, and
 * the epochs, rounds or trees of its candidate.
 */
export function fitsOfSearch(entry: ClassifierEntry, options: Readonly<Record<string, unknown>>): number {
  const candidates = tuningCandidates(entry, {}, options);
  const own = lengthOf(entry, options);
  const relative = mean(candidates.map((candidate) => lengthOf(entry, { ...options, ...candidate }) / own));
  return relative * (1 + (DEFAULT_FOLDS - 1) * candidates.length);
}

function lengthOf(entry: ClassifierEntry, options: Readonly<Record<string, unknown>>): number {
  const { epochs, nEstimators = 1 } = stepsOf(entry, options);
  return epochs ?? nEstimators;
}

function stepsOf({ options: schema }: ClassifierEntry, options: Readonly<Record<string, unknown>>) {
  return schema.parse(options) as { readonly epochs?: number; readonly nEstimators?: number };
}
