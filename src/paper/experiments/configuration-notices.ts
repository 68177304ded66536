/** What is said before an experiment of options that will have no effect in its runs. */
import { effectNotices } from '../../classifiers/contract/option-effects.js';
import { byClassifier } from '../../pipeline/option-notices.js';
import type { Protocol } from '../../pipeline/provenance.js';
import type { Configuration } from './plan-cells.js';

/** Notices with the names of their classifiers, also about options that have an effect with another of the protocols. */
export function configurationNotices(
  configurations: readonly Configuration[],
  protocols: readonly Protocol[],
): string[] {
  const found = configurations.flatMap(({ entry, options }) =>
    protocols.map((protocol) => {
      // As `runCell` trains: without given rows, networks hold out some.
      const validation = protocol === 'paper' ? ('given' as const) : ('held out' as const);
      const settingOf = () => ({ validation });
      return { name: entry.name, notices: effectNotices(entry, { candidates: [options], settingOf }) };
    }),
  );
  return byClassifier(found);
}
