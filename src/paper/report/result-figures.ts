/** The figures of the page of results: each from the ranking or the ablations of one protocol. */

import { type AblationBar, ablationBars } from '../../figures/ablation-bars.js';
import { boxPlots } from '../../figures/box-plots.js';
import { criticalDifferenceDiagram } from '../../figures/critical-difference.js';
import { gainBars } from '../../figures/gain-bars.js';
import type { Protocol } from '../../pipeline/provenance.js';
import type { AblationEffect } from '../experiments/ablation-effects.js';
import type { ClassifierRanking } from '../experiments/ranking/classifier-ranking.js';
import { meanInterval } from '../experiments/repeats.js';
import { optionsBesidesAblation, type ResultRow } from '../experiments/result-rows.js';
import type { PageFigure } from '../experiments/results-page.js';

export interface ResultFigure extends Omit<PageFigure, 'path'> {
  /** File name without extension. */
  readonly name: string;
  readonly svg: string;
}

/** Critical differences, box plots of macro F1 and the control's gain; none if Friedman's test is not possible. */
export function rankingFigures(ranking: ClassifierRanking): ResultFigure[] {
  const { protocol, tuned, classifiers, datasets, control, alpha, metrics } = ranking;
  const { scores, friedman } = metrics.macroF1;
  if (!friedman.possible) return [];
  const metric = `macro F1${leakText(protocol)}`;
  const figure = (name: string, alternative: string, svg: string): ResultFigure => ({
    ...{ protocol, tuned, about: 'ranking', name: fileName(tuned ? `${name}-tuned` : name, protocol), svg },
    alternative: `${alternative}${leakText(protocol)}`,
  });
  const among = `${classifiers.length} classifiers on ${datasets.length} data sets${tuned ? ', tuned where there is a grid' : ''}`;
  return [
    figure(
      'critical-difference',
      `Critical-difference diagram of the mean ranks in macro F1 of ${among}`,
      criticalDifferenceDiagram({ classifiers, scores, alpha, title: leakTitle(ranking) }),
    ),
    figure('box-plots', `Box plots of the macro F1 of ${among}`, boxPlots({ classifiers, scores, metric })),
    ...(control === undefined
      ? []
      : [
          figure(
            'gain-bars',
            `Gain in macro F1 of ${control} over the best other classifier, by data set`,
            gainBars({ datasets, classifiers, scores, chosen: control, metric }),
          ),
        ]),
  ];
}

/**
 * Bars of the mean macro F1 of each full model and of the model without each part, over the data sets on which all of
 * them finished. The error bars of the latter are 95 % intervals of the mean difference from the full model.
 */
export function ablationFigures(
  effects: readonly AblationEffect[],
  rows: readonly ResultRow[],
): ResultFigure[] {
  const protocols = [...new Set(effects.map(({ protocol }) => protocol))];
  return protocols.flatMap((protocol) => {
    const shown = effects.filter((effect) => effect.protocol === protocol);
    return [...new Set(shown.map(({ classifier }) => classifier))].flatMap((classifier) => {
      const bars = barsOf(
        classifier,
        shown.filter((effect) => effect.classifier === classifier),
        rows,
      );
      if (bars.length < 2) return [];
      return [
        {
          ...{
            protocol,
            about: 'ablations' as const,
            name: fileName(`ablation-bars-${classifier}`, protocol),
          },
          alternative: `Mean macro F1 of ${classifier} and of ${classifier} without each part${leakText(protocol)}`,
          svg: ablationBars({
            bars,
            metric: `macro F1${leakText(protocol)}`,
            errors: '95 % interval of the difference from the full model',
          }),
        },
      ];
    });
  });
}

function barsOf(
  classifier: string,
  effects: readonly AblationEffect[],
  rows: readonly ResultRow[],
): AblationBar[] {
  const common = [...(effects[0]?.drops.keys() ?? [])].filter((dataset) =>
    effects.every(({ drops }) => drops.has(dataset)),
  );
  const whole = common.flatMap((dataset) => {
    const row = rows.find(
      (each) =>
        each.dataset === dataset &&
        each.classifier === classifier &&
        each.protocol === effects[0].protocol &&
        each.tuned === undefined &&
        !('without' in each.options) &&
        Object.keys(optionsBesidesAblation(each.options)).length === 0,
    );
    return row === undefined || row.scores.macroF1.count === 0 ? [] : [row.scores.macroF1.mean];
  });
  if (whole.length === 0 || whole.length < common.length) return [];
  const mean = meanInterval(whole).mean;
  const none = { low: Number.NaN, high: Number.NaN };
  return [
    { name: classifier, mean, ...none },
    ...effects.map(({ without, drops }) => {
      const means = common.map((dataset) => meanInterval(drops.get(dataset) ?? []).mean);
      const drop = meanInterval(means);
      return {
        name: `without ${without}`,
        mean: mean - drop.mean,
        low: mean - drop.high,
        high: mean - drop.low,
      };
    }),
  ];
}

function fileName(name: string, protocol: Protocol): string {
  return protocol === 'honest' ? name : `${name}-${protocol}`;
}

/** Undefined for the honest protocol, for which the diagram's default title holds. */
function leakTitle({ protocol, metrics }: ClassifierRanking): string | undefined {
  const { classifiers, order } = metrics.macroF1;
  if (protocol === 'honest') return undefined;
  return `${classifiers[order[0]].name} has the best mean rank${leakText(protocol)}`;
}

function leakText(protocol: Protocol): string {
  return protocol === 'paper' ? ' (protocol paper, leaking)' : '';
}
