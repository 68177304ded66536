/** The grid of an experiment as a list of cells, the longest first. */
import type { ClassifierEntry } from '../../classifiers/contract/classifier-entry.js';
import { DEFAULT_SEED } from '../../pipeline/defaults.js';
import type { Protocol } from '../../pipeline/provenance.js';
import { DEFAULT_FOLDS } from '../../pipeline/tuning/grid-search.js';
import { tuningCandidates } from '../../pipeline/tuning/tune.js';
import type { Table } from '../../tables/table.js';
import { VERSION } from '../../version.js';
import { type CellDescription, cellKey, type TableSettings } from './cell.js';

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
  /** Expected milliseconds on one core of a machine of 2024; only the proportions matter. */
  readonly cost: number;
}

export interface ExperimentGrid {
  readonly datasets: readonly ExperimentDataset[];
  readonly configurations: readonly Configuration[];
  readonly protocols: readonly Protocol[];
  /** Repeats: seed 42 as in the paper, then 43, 44, ... */
  readonly repeats: number;
}

/**
 * Every combination once, in falling order of expected cost, so that no long cell starts last, when the other
 * processes have nothing left to do. Equal costs keep the order of the grid.
 */
export function planCells(grid: ExperimentGrid): PlannedCell[] {
  const cells = new Map<string, PlannedCell>();
  for (const { name, checksum, table, settings } of grid.datasets) {
    for (const { entry, options: given, tuned } of grid.configurations) {
      const options = nonDefaultOptions(entry, given);
      const fits = tuned ? fitsOfSearch(entry, options) : 1;
      const cost = fits * expectedCost(table, epochsOf(entry, given));
      for (const protocol of grid.protocols) {
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

/**
 * The options of `given` that differ from the defaults, as the schema resolves both, sorted by name: `epochs: 100`
 * describes the same run as leaving it out.
 */
export function nonDefaultOptions(
  entry: ClassifierEntry,
  given: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const defaults = new Map<string, unknown>(Object.entries(entry.options.parse({})));
  const resolved = Object.entries(entry.options.parse(given));
  return Object.fromEntries(
    resolved
      .filter(([name, value]) => name !== 'seed' && !sameValue(value, defaults.get(name)))
      .sort(([one], [other]) => (one < other ? -1 : 1)),
  );
}

function sameValue(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** Measured on QCL-MixNet: a step of 64 rows takes 0.16 ms and 24 ns for each pair of columns. */
const STEP_ROWS = 64;
const STEP_MILLISECONDS = 0.16;
const STEP_MILLISECONDS_PER_COLUMN_PAIR = 2.4e-5;
/** Starting a thread, splitting, preparing, scoring. */
const CELL_MILLISECONDS = 100;

function expectedCost(table: Table | TableFile, epochs: number): number {
  const features = 'features' in table ? table.features : table.columns.length - 1;
  const step = STEP_MILLISECONDS + STEP_MILLISECONDS_PER_COLUMN_PAIR * features ** 2;
  return CELL_MILLISECONDS + epochs * (table.rows / STEP_ROWS) * step;
}

function fitsOfSearch(entry: ClassifierEntry, options: Readonly<Record<string, unknown>>): number {
  return 1 + DEFAULT_FOLDS * tuningCandidates(entry, {}, options).length;
}

/** Cost, in epochs, of a classifier without epochs: that of the slower ones. */
const EPOCHS_OF_OTHERS = 20;

function epochsOf(entry: ClassifierEntry, given: Readonly<Record<string, unknown>>): number {
  const { epochs } = entry.options.parse(given);
  return typeof epochs === 'number' ? epochs : EPOCHS_OF_OTHERS;
}
