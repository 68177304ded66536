import { CostDecision } from '../../decision/cost.js';
import type { TableClassifier } from '../../pipeline/table-classifier.js';
import type { ReportPart } from '../parts.js';

/** The costs of a decision by costs; nothing for other decisions. */
export function costTable({ decision, classes }: TableClassifier): ReportPart[] {
  if (!(decision instanceof CostDecision)) return [];
  const { costs } = decision.matrix;
  return [
    {
      kind: 'table',
      caption: 'Costs of deciding for an action',
      columns: [
        { title: 'true class' },
        ...decision.actionsOf(classes).map((action) => ({ title: String(action), numeric: true })),
      ],
      rows: classes.map((label, c) => [
        String(label),
        ...costs[c].map((cost) => ({ text: String(cost), value: cost })),
      ]),
    },
  ];
}
