/** The members of an ensemble, as text. */
import type { Classifier } from '../../classifiers/contract/classifier.js';
import { alignedLines } from '../../text/aligned-table.js';

/** A table with one line per kind of member; undefined for other classifiers. */
export function partsText(classifier: Classifier): string | undefined {
  const parts = classifier.parts?.() ?? [];
  if (parts.length === 0) return undefined;
  return alignedLines([
    ['members', 'count', 'weight', 'remark'],
    ...parts.map(({ classifier: name, remark, members, weight }) => [
      name,
      String(members),
      weight.toFixed(3),
      remark,
    ]),
  ]).join('\n');
}
