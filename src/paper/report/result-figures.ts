/** The figures of the page of results. */
import { criticalDifferenceDiagram } from '../../figures/critical-difference.js';
import { rankIntervals } from '../../figures/rank-intervals.js';
import { NARROW } from '../../figures/style.js';
import type { Protocol } from '../../pipeline/provenance.js';
import type { PageFigure } from '../experiments/page-figures.js';
import type { ClassifierRanking } from '../experiments/ranking/classifier-ranking.js';

export interface ResultFigure extends Omit<PageFigure, 'path' | 'narrowPath'> {
  /** File name without extension. */
  readonly name: string;
  readonly svg: string;
  /** The same for narrow screens; default: there is none. */
  readonly narrow?: string;
}

/** The critical-difference diagram of a ranking; none if Friedman's test is not possible. */
export function rankingFigures(ranking: ClassifierRanking): ResultFigure[] {
  const { protocol, tuned, untouched, classifiers, datasets, alpha, metrics } = ranking;
  const { scores, friedman } = metrics.macroF1;
  if (!friedman.possible) return [];
  const among =
    `${classifiers.length} classifiers on ${datasets.length} data sets${untouched ? ' that chose nothing' : ''}` +
    `${tuned ? ', tuned where there is a grid' : ''}`;
  const name = ['critical-difference', ...(untouched ? ['untouched'] : []), ...(tuned ? ['tuned'] : [])].join(
    '-',
  );
  const data = { classifiers, scores, alpha, title: leakTitle(ranking) };
  return [
    {
      ...{ protocol, tuned, untouched, about: 'ranking' as const, name: fileName(name, protocol) },
      alternative: `Critical-difference diagram of the mean ranks in macro F1 of ${among}${leakText(protocol)}`,
      svg: criticalDifferenceDiagram(data),
      narrow: rankIntervals({ ...data, width: NARROW }),
    },
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
