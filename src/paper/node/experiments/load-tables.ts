/** The tables of an experiment, and the data sets that are unavailable, with reasons. */
import { DatasetUnavailable } from '../../datasets/dataset-unavailable.js';
import type { ExperimentDataset } from '../../experiments/plan-cells.js';
import { loadDataset } from '../datasets/load-dataset.js';

export interface LeftOut {
  readonly name: string;
  readonly reason: string;
}

/**
 * Loads the data sets; one that is not on this machine is skipped, with the reason.
 *
 * @throws InputError for an unknown name, and for a table that is not the one of the registry.
 */
export async function loadTables(
  names: readonly string[],
): Promise<{ readonly datasets: ExperimentDataset[]; readonly leftOut: LeftOut[] }> {
  const datasets: ExperimentDataset[] = [];
  const leftOut: LeftOut[] = [];
  for (const name of names) {
    try {
      const { table, checksum } = await loadDataset(name);
      datasets.push({ name, table, checksum });
    } catch (error) {
      if (!(error instanceof DatasetUnavailable)) throw error;
      leftOut.push({ name, reason: error.message });
    }
  }
  return { datasets, leftOut };
}
