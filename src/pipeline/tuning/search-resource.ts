/** The resource of a search by halving: how a fit with a share of it is made shorter. */
import type { ClassifierEntry } from '../../classifiers/contract/classifier-entry.js';
import { halvingsOfRows, halvingsOfSteps } from './halving-schedule.js';
import type { Candidate } from './score-candidates.js';

export interface SearchResource {
  /** The option that counts the steps, or `rows`. */
  readonly name: string;
  /** The most times that it can be divided by three. */
  readonly halvings: number;
  /** What makes a fit have a share of it; nothing for a share of 1. */
  shortened(share: number): Pick<Candidate, 'shortened' | 'rowShare'>;
}

/**
 * @param fixed the options that all trials share: their values are the whole resource, by default those of the classifier
 * @param rows the training rows of a fit
 */
export function searchResource(
  { space: { resource }, options }: ClassifierEntry,
  fixed: Readonly<Record<string, unknown>>,
  rows: number,
): SearchResource {
  if (resource === 'rows') {
    return {
      name: 'rows',
      halvings: halvingsOfRows(rows),
      shortened: (share) => (share < 1 ? { rowShare: share } : {}),
    };
  }
  const values = new Map(Object.entries(options.parse(fixed)));
  const steps = resource.map((name) => [name, Number(values.get(name) ?? 0)] as const);
  const [[name, full]] = steps;
  return {
    name,
    halvings: halvingsOfSteps(full),
    shortened: (share) =>
      share < 1
        ? {
            shortened: Object.fromEntries(
              steps.map(([option, whole]) => [
                option,
                whole === 0 ? 0 : Math.max(1, Math.round(whole * share)),
              ]),
            ),
          }
        : {},
  };
}
