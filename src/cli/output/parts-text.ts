/** The members of an ensemble, as text. */
import type { Classifier } from '../../classifiers/contract/classifier.js';
import { plainTable } from './report-output.js';

/** A table with one line per kind of member; undefined for other classifiers. */
export function partsText(classifier: Classifier): string | undefined {
  const parts = classifier.parts?.() ?? [];
  if (parts.length === 0) return undefined;
  const table = plainTable(['member', '', 'count', 'weight']);
  for (const { classifier: name, remark, members, weight } of parts) {
    table.push([name, remark, String(members), weight.toFixed(3)]);
  }
  return table.toString();
}
