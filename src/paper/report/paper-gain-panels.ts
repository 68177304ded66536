/** The panels of the paper's Fig. 2: a gain on each data set, in several settings. */
import type { GainOnDataset, GainPanel } from '../../figures/gain-panels.js';
import { countOf } from '../../text/name-list.js';
import type { ClaimSetting } from '../claims/claim-setting.js';
import { meanScores } from '../claims/evaluation/columns.js';
import { PROPOSED } from '../claims/paper-results.js';
import { PAPER_DATASETS } from '../claims/paper-tables.js';
import { markedName } from '../datasets/chosen-on.js';
import { printedGain } from './printed-values.js';

/** (a) binary and (b) multi-class, the largest gain of the last setting first; those without runs have the printed gain. */
export function gainPanelsOf(settings: readonly ClaimSetting[]): GainPanel[] {
  const gains = settings.map(gainsIn);
  const panel = (letter: string, task: 'binary' | 'multiclass', words: string): GainPanel => {
    const names = PAPER_DATASETS.filter((each) => each.task === task).map(({ name }) => name as string);
    const last = (name: string) => gains.at(-1)?.get(name)?.gain ?? Number.NEGATIVE_INFINITY;
    const run = names.filter((name) => gains.some((found) => found.has(name))).length;
    return {
      title: `(${letter}) ${countOf(names.length, `${words} data set`)}${run < names.length ? `, ${run} with runs` : ''}`,
      datasets: [...names]
        .sort((one, other) => (last(one) === last(other) ? 0 : last(other) - last(one)))
        .map(
          (name): GainOnDataset => ({
            name: markedName(name),
            gains: gains.map((found) => found.get(name)),
            printed: printedGain(name),
          }),
        ),
    };
  };
  return [panel('a', 'binary', 'binary'), panel('b', 'multiclass', 'multi-class')];
}

function gainsIn(setting: ClaimSetting): Map<string, { gain: number; rival: string }> {
  const own = setting.classifiers.indexOf(PROPOSED);
  const scores = meanScores(setting, 'macroF1');
  return new Map(
    setting.datasets.map((dataset, d) => {
      const others = scores[d].map((score, c) => (c === own ? Number.NEGATIVE_INFINITY : score));
      const best = Math.max(...others);
      return [dataset, { gain: scores[d][own] - best, rival: setting.classifiers[others.indexOf(best)] }];
    }),
  );
}
