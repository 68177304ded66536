/** What is said before a training of the options of its classifier that will have no effect. */
import type { ClassifierEntry, ParameterGrid } from '../classifiers/contract/classifier-entry.js';
import { effectNotices, type FitSetting } from '../classifiers/contract/option-effects.js';
import { inWords } from '../text/name-list.js';
import { holdsOut } from './fit-on-rows.js';
import type { Protocol } from './provenance.js';

type Options = Readonly<Record<string, unknown>>;

/** What is known of a training before it begins. */
export interface NoticedTraining {
  readonly protocol: Protocol;
  /** Number of classes. */
  readonly classes: number;
  /** The candidates of a search, if there is one: an option has an effect if it has one in any of them. */
  readonly candidates?: readonly Options[];
  /** The options that the user gave; default those of `options`. */
  readonly names?: readonly string[];
}

/** Notices about options that the user gave and that have no effect, as `effectNotices`. */
export function optionNotices(
  entry: ClassifierEntry,
  options: Options,
  { protocol, classes, candidates = [{}], names = Object.keys(options) }: NoticedTraining,
): string[] {
  const settingOf = (fitted: Options): FitSetting => ({
    classes,
    validation: protocol === 'paper' ? 'given' : holdsOut(fitted) ? 'held out' : 'none',
  });
  const fits = candidates.map((candidate) => {
    const fitted = { ...options, ...candidate };
    return { options: fitted, setting: settingOf(fitted) };
  });
  return effectNotices(entry, { fits, names });
}

/** The names of the options of one or more grids. */
export function gridNames(grid: ParameterGrid | readonly ParameterGrid[] = []): string[] {
  return [grid].flat().flatMap((each) => Object.keys(each));
}

/** The notices of several classifiers, each once with the names of those that it is about. */
export function byClassifier(
  found: readonly { readonly name: string; readonly notices: readonly string[] }[],
): string[] {
  const names = new Map<string, string[]>();
  for (const { name, notices } of found) {
    for (const notice of notices) {
      const own = names.get(notice) ?? [];
      if (!own.includes(name)) names.set(notice, [...own, name]);
    }
  }
  return [...names].map(([notice, classifiers]) => `${inWords(classifiers)}: ${notice}`);
}
