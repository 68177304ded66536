import { countOf } from '../text/name-list.js';
import type { Provenance } from './provenance.js';

/** How the checkpoint was chosen, as a clause; undefined for a classifier that is fitted in one step. */
export function checkpointText({ epochs, protocol }: Provenance): string | undefined {
  const { unit, best, trained, planned, chosen, earlier } = epochs;
  if (planned === 0) return undefined;
  if (earlier !== undefined) {
    // An unfinished second training leaves the model of the first.
    return trained < planned
      ? `${countOf(earlier, unit)}; a second training, on all rows, was stopped after ${trained - earlier} of ${planned - earlier}`
      : `${countOf(planned - earlier, unit)} on all rows, after ${earlier} of a first training on fewer`;
  }
  if (!chosen)
    return trained < planned ? `${countOf(trained, unit)} of at most ${planned}` : countOf(planned, unit);
  const chosenOn = protocol === 'honest' ? 'validation rows' : 'the test rows (scores are optimistic)';
  const stopped = trained < planned ? `, stopped after ${trained}` : '';
  return `${unit} ${best} of ${planned} was chosen on ${chosenOn}${stopped}`;
}
