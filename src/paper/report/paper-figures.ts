/** Figures 2, 3 and 5 of the paper in its own panels, beside what it prints. Our ensembles have no part in them. */
import { ablationPanels } from '../../figures/ablation-panels.js';
import { boxPlots } from '../../figures/box-plots.js';
import { gainPanels } from '../../figures/gain-panels.js';
import { NARROW } from '../../figures/style.js';
import { type ClaimSetting, defaultSetting, honestSetting, paperSetting } from '../claims/claim-setting.js';
import { hasBaselines, meanScores, placesOf } from '../claims/evaluation/columns.js';
import { PAPER_MODELS, PROPOSED } from '../claims/paper-results.js';
import type { ResultRow } from '../experiments/result-rows.js';
import { ablationPanelsOf } from './paper-ablation-panels.js';
import { gainPanelsOf } from './paper-gain-panels.js';
import { printedMedian } from './printed-values.js';
import type { ResultFigure } from './result-figures.js';

/**
 * The figures that the rows allow: in the paper's setting and in the honest one with tuned baselines; with default options
 * instead of the latter if the baselines were not tuned.
 */
export function paperFigures(rows: readonly ResultRow[]): ResultFigure[] {
  const [paper, honest] = [paperSetting(rows), honestSetting(rows)];
  const complete = [paper, hasBaselines(honest) ? honest : defaultSetting(rows)].filter(hasBaselines);
  return [
    ...gainFigure(complete),
    ...complete.flatMap((setting) => [...boxFigure(setting, 'binary'), ...boxFigure(setting, 'multiclass')]),
    ...ablationFigure([paper, honest]),
  ];
}

function gainFigure(settings: readonly ClaimSetting[]): ResultFigure[] {
  if (settings.length === 0) return [];
  const titles = settings.map(({ title }) => title);
  const data = { panels: gainPanelsOf(settings), settings: titles, model: PROPOSED };
  return [
    {
      ...{ about: 'paper', name: 'gain-panels' },
      alternative: `Gain in macro F1 of ${PROPOSED} over the best of the twenty baselines, by data set, in each setting (${titles.join('; ')}) and as printed (Fig. 2)`,
      svg: gainPanels(data),
      narrow: gainPanels({ ...data, width: NARROW }),
    },
  ];
}

const TASKS = {
  binary: { panel: '(a)', words: 'binary' },
  multiclass: { panel: '(b)', words: 'multi-class' },
} as const;

function boxFigure(setting: ClaimSetting, task: keyof typeof TASKS): ResultFigure[] {
  const places = placesOf(setting, task);
  if (places.length < 2) return [];
  const scores = meanScores(setting, 'macroF1');
  const datasets = places.map((d) => setting.datasets[d]);
  const { panel, words } = TASKS[task];
  const data = {
    classifiers: setting.classifiers,
    scores: places.map((d) => scores[d]),
    printedMedians: setting.classifiers.map((name) => printedMedian(name, datasets)),
    title: `${panel} ${places.length} ${words} data sets, ${setting.title}; diamonds: the medians that the paper prints`,
  };
  return [
    {
      ...{ about: 'paper', name: `box-plots-${task}${setting.protocol === 'paper' ? '-paper' : ''}` },
      alternative: `Box plots of the macro F1 of ${PAPER_MODELS.size} classifiers on ${places.length} ${words} data sets, ${setting.title} (Fig. 3${panel})`,
      svg: boxPlots(data),
      narrow: boxPlots({ ...data, width: NARROW }),
    },
  ];
}

function ablationFigure(all: readonly ClaimSetting[]): ResultFigure[] {
  const settings = all.filter(({ effects }) => effects.length > 0);
  const titles = settings.map(({ protocol }) =>
    protocol === 'paper' ? 'protocol paper (leaking)' : 'honest',
  );
  const panels = ablationPanelsOf(settings);
  if (panels.length === 0) return [];
  const title = `Macro F1 of ${PROPOSED} and of the same without a part`;
  const data = { panels, settings: titles, title };
  return [
    {
      ...{ about: 'paper', name: 'ablation-panels' },
      alternative: `${title}: ${titles.join(', ')}, and as printed (Fig. 5)`,
      svg: ablationPanels(data),
      narrow: ablationPanels({ ...data, width: NARROW }),
    },
  ];
}
