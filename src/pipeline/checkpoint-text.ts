import { countOf } from '../text/name-list.js';
import type { Provenance } from './provenance.js';

/** How the state that was kept came about, in a clause; undefined for a classifier that learns in one step. */
export function checkpointText({ epochs, protocol }: Provenance): string | undefined {
  const { unit, best, trained, planned, chosen } = epochs;
  if (planned === 0) return undefined;
  if (!chosen)
    return trained < planned ? `stopped after ${unit} ${trained} of ${planned}` : countOf(planned, unit);
  const held =
    protocol === 'honest' ? 'rows held back from training' : 'the test rows (scores are optimistic)';
  const stopped = trained < planned ? `, stopped after ${trained}` : '';
  return `${unit} ${best} of ${planned} was chosen on ${held}${stopped}`;
}
