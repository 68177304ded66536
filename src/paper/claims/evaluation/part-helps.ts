/** Claims that QCL-MixNet loses macro F1 without a part (section 5.2, Tables 4 and 5, Fig. 5). */
import { mean } from '../../../mean.js';
import type { AblationEffect } from '../../experiments/ablation-effects.js';
import type { Finding, PaperClaim } from '../claim.js';
import { NO_RECORDS } from '../claim.js';
import type { ClaimSetting } from '../claim-setting.js';
import {
  type Effect,
  effectOverDatasets,
  effectOverSeeds,
  effectText,
  judgeAll,
  judgeEffect,
} from '../effect.js';
import { paperDrop } from '../paper-results.js';
import { rowsOf } from './best-on.js';
import { taskOf } from './columns.js';

/** The parts that the paper leaves out, one at a time. */
export type Part = 'mixup' | 'attention' | 'quantum';
export const PARTS: readonly Part[] = ['mixup', 'attention', 'quantum'];

/** The mean drop over all data sets: not repeated if the drop that Tables 4 and 5 print is certainly not reached. */
export function partHelps(part: Part): PaperClaim['examine'] {
  return (setting): Finding => {
    const effect = effectWithout(setting, part);
    if (effect === undefined) return NO_RECORDS;
    const drop = effectOverDatasets(meanDrops(effect));
    const judged = judgeEffect(drop, { effect: effect.paperDrop });
    const percent = percentLost(setting, effect);
    return { found: `a drop of ${effectText(drop)}, ${percent} % of the full model’s macro F1`, ...judged };
  };
}

/** The drop on single data sets, over the seeds. */
export function partHelpsOn(part: Part, datasets: readonly string[]): PaperClaim['examine'] {
  return (setting): Finding => {
    const effect = effectWithout(setting, part);
    const parts = datasets.flatMap((dataset) => {
      const drop = effect && dropOn(setting, effect, dataset);
      if (drop === undefined) return [];
      return [
        {
          ...judgeEffect(drop, { effect: printedDrop(part, [dataset]) }),
          text: `${dataset} ${effectText(drop)}`,
        },
      ];
    });
    return parts.length === 0
      ? NO_RECORDS
      : { found: parts.map(({ text }) => text).join('; '), ...judgeAll(parts) };
  };
}

/** Leaving out `part` costs more than leaving out any other. */
export function costsMost(part: Part): PaperClaim['examine'] {
  return (setting): Finding => {
    const own = effectWithout(setting, part);
    if (own === undefined) return NO_RECORDS;
    const parts = PARTS.filter((other) => other !== part).flatMap((name) => {
      const other = effectWithout(setting, name);
      const shared = [...own.drops.keys()].filter((dataset) => other?.drops.has(dataset));
      if (other === undefined || shared.length === 0) return [];
      const dropIn = ({ drops }: AblationEffect, dataset: string) => mean([...(drops.get(dataset) ?? [])]);
      const more = effectOverDatasets(shared.map((dataset) => dropIn(own, dataset) - dropIn(other, dataset)));
      return [{ ...judgeEffect(more, { effect: 0 }), text: `${effectText(more)} more than ${name}` }];
    });
    if (parts.length < PARTS.length - 1) return NO_RECORDS;
    return { found: parts.map(({ text }) => text).join('; '), ...judgeAll(parts) };
  };
}

/** The three scenarios of Fig. 5: the mean of the binary data sets, minerals, and the mean of the other multi-class ones. */
export function wholeIsBest(): PaperClaim['examine'] {
  return (setting): Finding => {
    const found = PARTS.map((part) => {
      const effect = effectWithout(setting, part);
      return effect === undefined ? [] : scenarios(setting, effect);
    });
    const parts = found.flat();
    if (parts.length === 0) return NO_RECORDS;
    const certain = parts.filter(({ verdict }) => verdict === 'repeated').length;
    const least = parts.reduce((lowest, each) => (each.drop.mean < lowest.drop.mean ? each : lowest));
    return {
      found: `certainly the best in ${certain} of ${parts.length} comparisons; the least drop is ${effectText(least.drop)}, ${least.text}`,
      ...judgeAll(parts),
    };
  };
}

function scenarios(setting: ClaimSetting, effect: AblationEffect) {
  const names = [...effect.drops.keys()];
  const groups = [
    { name: 'binary', datasets: names.filter((name) => taskOf(name) === 'binary') },
    {
      name: 'other multi-class',
      datasets: names.filter((name) => taskOf(name) === 'multiclass' && name !== 'minerals'),
    },
  ].filter(({ datasets }) => datasets.length > 0);
  const part = effect.without as Part;
  const judged = (drop: Effect, name: string, datasets: readonly string[]) => ({
    ...judgeEffect(drop, { effect: printedDrop(part, datasets) }),
    drop,
    text: `${name} without ${part}`,
  });
  const minerals = dropOn(setting, effect, 'minerals');
  return [
    ...groups.map(({ name, datasets }) =>
      judged(
        effectOverDatasets(datasets.map((each) => mean([...(effect.drops.get(each) ?? [])]))),
        name,
        datasets,
      ),
    ),
    ...(minerals === undefined ? [] : [judged(minerals, 'minerals', ['minerals'])]),
  ];
}

function effectWithout({ effects }: ClaimSetting, part: Part): AblationEffect | undefined {
  return effects.find(({ without }) => without === part);
}

function meanDrops({ drops }: AblationEffect): number[] {
  return [...drops.values()].map((each) => mean([...each]));
}

function dropOn(setting: ClaimSetting, { drops }: AblationEffect, dataset: string): Effect | undefined {
  const values = drops.get(dataset);
  if (values === undefined) return undefined;
  const { train, test } = rowsOf({ rows: setting.ablationRows }, dataset);
  return effectOverSeeds(values, train, test);
}

/** The mean of the data sets' drops as parts of the full model's score, as the paper counts. */
function percentLost(setting: ClaimSetting, { drops }: AblationEffect): string {
  const parts = [...drops].flatMap(([dataset, values]) => {
    const full = setting.ablationRows.find((row) => row.dataset === dataset && !('without' in row.options));
    return full === undefined ? [] : [mean([...values]) / full.scores.macroF1.mean];
  });
  return (100 * mean(parts)).toFixed(1);
}

function printedDrop(part: Part, datasets: readonly string[]): number {
  return mean(datasets.flatMap((dataset) => paperDrop(part, dataset) ?? []));
}
