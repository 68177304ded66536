/** What is said before an experiment of options that will have no effect in its runs. */
import { effectNotices, type FitSetting } from '../../classifiers/contract/option-effects.js';
import { byClassifier } from '../../pipeline/option-notices.js';
import type { Protocol } from '../../pipeline/provenance.js';
import type { Configuration } from './plan-cells.js';

/** Notices with the names of their classifiers, about options that have an effect with none of the protocols. */
export function configurationNotices(
  configurations: readonly Configuration[],
  protocols: readonly Protocol[],
): string[] {
  return byClassifier(
    configurations.map(({ entry, options }) => {
      const fits = protocols.map((protocol) => ({ options, setting: settingOf(protocol) }));
      return { name: entry.name, notices: effectNotices(entry, { fits }) };
    }),
  );
}

/** As `runCell` trains: without given rows, networks hold out some. */
function settingOf(protocol: Protocol): FitSetting {
  return { validation: protocol === 'paper' ? 'given' : 'held out' };
}
