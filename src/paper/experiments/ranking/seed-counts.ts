/** How many seeds the scores of a ranking are means over, in words. */
import { countOf, inWords } from '../../../text/name-list.js';
import type { ClassifierRanking } from './classifier-ranking.js';

/** `5 seeds`; `5 seeds, but 1 on isolet and 2 on letter and minerals`. */
export function seedCounts({ datasets, seeds }: Pick<ClassifierRanking, 'datasets' | 'seeds'>): string {
  const most = Math.max(...seeds.map(({ length }) => length));
  const fewer = new Map<number, string[]>();
  for (const [d, { length }] of seeds.entries())
    if (length < most) fewer.set(length, [...(fewer.get(length) ?? []), datasets[d]]);
  const parts = [...fewer]
    .sort(([one], [other]) => one - other)
    .map(([count, names]) => `${count} on ${inWords(names)}`);
  return `${countOf(most, 'seed')}${parts.length === 0 ? '' : `, but ${inWords(parts)}`}`;
}
