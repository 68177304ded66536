/** The table of a report about alerts: events caught, recall, precision and cost. */
import { shareInterval } from '../../statistics/share-interval.js';
import { numberCell, type OutcomeCosts, type ReportNumber, type ReportTable } from '../parts.js';
import { type AlertCounts, type AlertPoint, type DecidedAlerts, pointOfAlerts } from './alert-counts.js';

/** Alerts per 1,000 rows in the table. */
const CAPACITIES = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000];

/** What some numbers of alerts and the decision catch and cost; `source` says where the costs are from. */
export function alertTable(
  counts: AlertCounts,
  decision: DecidedAlerts,
  costs: OutcomeCosts,
  source: string,
): ReportTable {
  const { rows, events, points } = counts;
  const lines = new Map<number, AlertPoint>();
  for (const capacity of CAPACITIES) {
    const point = points[pointOfAlerts(points, Math.floor((capacity * rows) / 1000))];
    if (point.alerts <= (capacity * rows) / 1000) lines.set(point.alerts, point);
  }
  const line = ({ alerts, caught, threshold }: AlertPoint, mark = '') => [
    { text: short((1000 * alerts) / rows) + mark, value: alerts },
    { text: `${caught} of ${events}`, value: caught },
    shareCell(caught, events),
    shareCell(caught, alerts),
    costCell({ alerts, caught }, counts, costs),
    Number.isNaN(threshold) ? numberCell(threshold) : { text: String(threshold), value: threshold },
    numberCell(alerts, 0),
  ];
  const same = points.find(({ alerts, caught }) => alerts === decision.alerts && caught === decision.caught);
  if (same !== undefined) lines.delete(same.alerts);
  const decided = { ...decision, threshold: same?.threshold ?? Number.NaN };
  return {
    kind: 'table',
    caption: 'Events caught by the number of alerts',
    columns: [
      { title: 'alerts per 1,000 rows', numeric: true },
      { title: 'events caught', numeric: true },
      { title: 'recall', numeric: true },
      { title: 'precision', numeric: true },
      { title: 'cost per 1,000 rows', numeric: true },
      { title: 'threshold', numeric: true },
      { title: 'alerts here', numeric: true },
    ],
    rows: [
      ...[...lines.values()].map((point) => ({ alerts: point.alerts, cells: line(point) })),
      {
        alerts: decision.alerts,
        cells: line(decided, ' (decision)').map((cell) => ({ ...cell, best: true })),
      },
    ]
      .sort((one, other) => one.alerts - other.alerts)
      .map(({ cells }) => cells),
    sorted: { column: 0, direction: 'ascending' },
    notes: [
      'The decision of the model is bold. In parentheses 95 % intervals for new rows like these, where there are at least 5 rows for one. ' +
        `${source}. Equal probabilities raise alerts together, so a line may have fewer alerts than a round number.`,
    ],
  };
}

function shareCell(part: number, all: number): ReportNumber {
  if (all === 0) return numberCell(Number.NaN);
  const { low, high } = shareInterval(part, all);
  const share = part / all;
  const interval = low === undefined ? '' : ` (${low.toFixed(2)} to ${high.toFixed(2)})`;
  return { text: `${share.toFixed(3)}${interval}`, value: share };
}

function costCell(
  { alerts, caught }: Omit<AlertPoint, 'threshold'>,
  { rows, events }: AlertCounts,
  costs: OutcomeCosts,
): ReportNumber {
  const total =
    costs.missed * (events - caught) +
    costs.falseAlert * (alerts - caught) +
    costs.caught * caught +
    costs.passed * (rows - events - alerts + caught);
  const value = (1000 * total) / rows;
  return { text: short(value), value };
}

/** Three significant digits. */
export function short(value: number): string {
  return Number(value.toPrecision(3)).toLocaleString('en', { maximumSignificantDigits: 3 });
}
