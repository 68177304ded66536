/** Scores of a setting by names instead of indices. */
import { mean } from '../../../mean.js';
import type { ClaimSetting } from '../claim-setting.js';
import { PAPER_DATASETS, type PaperMetric } from '../paper-tables.js';

/** Whether claims about baselines can be examined: all twenty have runs, and there is a common data set. */
export function hasBaselines({ missing, datasets }: ClaimSetting): boolean {
  return missing.length === 0 && datasets.length > 0;
}

/** Mean scores over the seeds: data sets x classifiers. */
export function meanScores({ scores }: ClaimSetting, metric: PaperMetric): number[][] {
  return scores[metric].map((row) => row.map(mean));
}

/** The indices of the data sets of a task; of all without one. */
export function placesOf({ datasets }: ClaimSetting, task?: 'binary' | 'multiclass'): number[] {
  return datasets.flatMap((name, d) => (task === undefined || taskOf(name) === task ? [d] : []));
}

/** The task of a data set of the paper. */
export function taskOf(dataset: string): 'binary' | 'multiclass' | undefined {
  return PAPER_DATASETS.find(({ name }) => name === dataset)?.task;
}
