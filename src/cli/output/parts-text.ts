/** The members of an ensemble, as text. */
import type { Classifier } from '../../classifiers/contract/classifier.js';
import { byReason } from '../../classifiers/contract/left-out.js';
import type { Provenance } from '../../pipeline/provenance.js';
import { alignedLines } from '../../text/aligned-table.js';
import { printableLine } from '../../text/printable.js';

/** Why candidates are not in an ensemble, one line for each reason; undefined if none was left out. */
export function leftOutText({ leftOut = [] }: Provenance): string | undefined {
  if (leftOut.length === 0) return undefined;
  return byReason(leftOut)
    .map(({ candidates, reason }) => `left out: ${candidates.join(', ')}: ${printableLine(reason)}`)
    .join('\n');
}

/** A table with one line per kind of member; undefined for other classifiers. */
export function partsText(classifier: Classifier): string | undefined {
  const parts = classifier.parts?.() ?? [];
  if (parts.length === 0) return undefined;
  return alignedLines([
    ['members', 'count', 'weight', 'remark'],
    ...parts.map(({ name, remark, members, weight }) => [name, String(members), weight.toFixed(3), remark]),
  ]).join('\n');
}
