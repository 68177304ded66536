/** The effect of each part of a classifier: tables, and a figure for each protocol. */

import { ablationBars } from '../../figures/ablation-bars.js';
import type { ReportPart } from '../../report/parts.js';
import { countOf } from '../../text/name-list.js';
import { type AblationEffect, ablationEffects } from '../experiments/ablation-effects.js';
import { meanInterval, summarize } from '../experiments/repeats.js';
import { ablationOf, type ResultRow } from '../experiments/result-rows.js';
import { effectTables, PROTOCOL_TITLES } from '../experiments/result-tables.js';
import { fromTextTable } from './from-text-table.js';

export function ablationParts(rows: readonly ResultRow[]): ReportPart[] {
  const effects = ablationEffects(rows);
  const groups = new Map<string, AblationEffect[]>();
  for (const effect of effects) {
    const key = JSON.stringify([effect.classifier, effect.protocol]);
    groups.set(key, [...(groups.get(key) ?? []), effect]);
  }
  return [
    ...effectTables(effects).map(fromTextTable),
    ...[...groups.values()].flatMap((group) => bars(group, rows)),
  ];
}

/** Bars over the data sets that all ablations of the group have. */
function bars(group: readonly AblationEffect[], rows: readonly ResultRow[]): ReportPart[] {
  const { classifier, protocol } = group[0];
  const shared = [...group[0].drops.keys()].filter((name) => group.every(({ drops }) => drops.has(name)));
  const whole = rows.filter(
    (row) =>
      row.classifier === classifier &&
      row.protocol === protocol &&
      !row.tuned &&
      ablationOf(row.options) === 'full' &&
      row.scores.macroF1.count > 0 &&
      shared.includes(row.dataset),
  );
  // Several settings of the full model would each need a figure.
  if (shared.length === 0 || whole.length !== shared.length) return [];
  const mean = summarize(whole.map(({ scores }) => scores.macroF1.mean)).mean;
  const svg = ablationBars({
    metric: `${protocol === 'paper' ? 'leaking ' : ''}macro F1 over ${countOf(shared.length, 'data set')}`,
    errors: '95 % interval of the difference',
    bars: [
      { name: classifier, mean, low: Number.NaN, high: Number.NaN },
      ...group.map(({ without, drops }) => {
        const drop = meanInterval(shared.map((name) => summarize(drops.get(name) ?? []).mean));
        return {
          name: `without ${without}`,
          mean: mean - drop.mean,
          low: mean - drop.high,
          high: mean - drop.low,
        };
      }),
    ],
  });
  return [
    { kind: 'heading', text: `${classifier} without its parts. ${PROTOCOL_TITLES[protocol]}` },
    {
      kind: 'figure',
      svg,
      note: 'An error bar is the 95 % interval of the difference from the full model over data sets, not of the mean itself.',
    },
  ];
}
