/** The panels of the paper's Fig. 5: QCL-MixNet and the same without each part, in several settings. */
import type { AblationPanel } from '../../figures/ablation-panels.js';
import { countOf } from '../../text/name-list.js';
import type { ClaimSetting } from '../claims/claim-setting.js';
import { taskOf } from '../claims/evaluation/columns.js';
import { PROPOSED } from '../claims/paper-results.js';
import { type Repeats, summarize } from '../experiments/repeats.js';
import { ablationOf } from '../experiments/result-rows.js';
import { printedAblation } from './printed-values.js';

const VARIANTS = ['full', 'quantum', 'mixup', 'attention'];

/**
 * (a) the mean of the binary data sets, (b) minerals alone and the mean of the other multi-class ones. Deviations are over
 * the data sets, of minerals over the seeds. Only data sets on which every variant finished in every setting take part.
 */
export function ablationPanelsOf(settings: readonly ClaimSetting[]): AblationPanel[] {
  if (settings.length === 0) return [];
  const [first, ...others] = settings.map(completeIn);
  const datasets = first.filter((name) => others.every((names) => names.includes(name)));
  const binary = datasets.filter((name) => taskOf(name) === 'binary');
  const multiclass = datasets.filter((name) => taskOf(name) === 'multiclass' && name !== 'minerals');
  const minerals = datasets.filter((name) => name === 'minerals');
  const panels = [
    { title: `(a) mean of ${countOf(binary.length, 'binary data set')}`, names: binary },
    { title: '(b) minerals alone, deviation over seeds', names: minerals },
    { title: `(b) mean of ${countOf(multiclass.length, 'other multi-class data set')}`, names: multiclass },
  ];
  return panels
    .filter(({ names }) => names.length > 0)
    .map(({ title, names }) => ({
      title,
      bars: VARIANTS.map((without) => ({
        name: without === 'full' ? PROPOSED : `without ${without}`,
        found: settings.map((setting) => meanOver(setting, without, names)),
        printed: printedAblation(without, names),
      })),
    }));
}

function meanOver(setting: ClaimSetting, without: string, names: readonly string[]): Repeats {
  const scores = names.map((name) => scoresOf(setting, without, name));
  return scores.length === 1 ? scores[0] : summarize(scores.map(({ mean }) => mean));
}

function completeIn(setting: ClaimSetting): string[] {
  const names = [...new Set(setting.ablationRows.map(({ dataset }) => dataset))];
  return names.filter((name) => VARIANTS.every((without) => scoresOf(setting, without, name).count > 0));
}

function scoresOf({ ablationRows }: ClaimSetting, without: string, dataset: string): Repeats {
  const row = ablationRows.find((each) => each.dataset === dataset && ablationOf(each.options) === without);
  return row?.scores.macroF1 ?? summarize([]);
}
