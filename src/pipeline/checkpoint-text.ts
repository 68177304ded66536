import { countOf } from '../text/name-list.js';
import type { Provenance } from './provenance.js';

/** How the checkpoint was chosen, as a clause; undefined for a classifier that is fitted in one step. */
export function checkpointText({ epochs, protocol }: Provenance): string | undefined {
  const { unit, best, trained, planned, chosen } = epochs;
  if (planned === 0) return undefined;
  if (!chosen)
    return trained < planned ? `${countOf(trained, unit)} of at most ${planned}` : countOf(planned, unit);
  const chosenOn = protocol === 'honest' ? 'validation rows' : 'the test rows (scores are optimistic)';
  const stopped = trained < planned ? `, stopped after ${trained}` : '';
  return `${unit} ${best} of ${planned} was chosen on ${chosenOn}${stopped}`;
}
