/** The section of a report about the decision: alerts against events caught, costs, and other thresholds. */
import { CostDecision } from '../../decision/cost.js';
import { alertCurve } from '../../figures/alert-curve.js';
import type { TableClassifier } from '../../pipeline/table-classifier.js';
import type { TrainingOutcome } from '../../pipeline/training-outcome.js';
import { shareInterval } from '../../statistics/share-interval.js';
import { countOf } from '../../text/name-list.js';
import { inBothWidths, numberCell, type OutcomeCosts, type ReportNumber, type ReportPart } from '../parts.js';
import { type AlertCounts, type AlertPoint, alertCounts, pointOfAlerts } from './alert-counts.js';
import { positiveClass } from './positive-class.js';
import { oneVsRest, type TestPredictions } from './test-predictions.js';

/** Alerts per 1,000 rows in the table. */
const CAPACITIES = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000];

export function decisionParts({ model }: TrainingOutcome, predictions: TestPredictions): ReportPart[] {
  const { classes } = model;
  const rule: ReportPart = sentence(`The decision is ${model.decision.describe(classes)}.`);
  if (classes.length < 2) return [];
  const positive = positiveClass(model);
  const { positive: events, scores, name } = oneVsRest(positive.index, predictions);
  const decision = decidedAlerts(positive.index, predictions);
  const counts = alertCounts(events, scores, { keep: decision.alerts });
  if (counts.events === 0 || counts.events === counts.rows) {
    const share = counts.events === 0 ? 'None' : 'All';
    return [
      rule,
      sentence(`${share} of the test rows are of ${name}: there is nothing to say about other thresholds.`),
    ];
  }
  const { costs, source } = outcomeCosts(model, positive.index);
  const start = startOf(counts, decision);
  return [
    rule,
    sentence(
      `An alert is a row that is predicted as ${name} (${positive.reason}), an event a row that is of it: ` +
        `${counts.events} of the ${countOf(counts.rows, 'test row')}.${classes.length > 2 ? ONE_VS_REST : ''}`,
    ),
    ...reviewSentence(predictions),
    inBothWidths(
      (width) => alertCurve({ ...counts, decision, event: `rows of ${name}`, width }),
      'If the rows with the highest probabilities raise the alerts. Dotted: every alert is an event; dashed: ' +
        `guessing${decision.alerts > 0 ? '; the circle is the decision' : ''}.`,
    ),
    alertTable(counts, decision, costs, source),
    {
      kind: 'thresholds',
      event: name,
      rows: counts.rows,
      events: counts.events,
      points: counts.points,
      start,
      costs,
    },
    ...matrixCost(model, predictions),
  ];
}

const ONE_VS_REST =
  ' With several classes all below is that class against the rest together: a row raises an alert if its probability ' +
  'of the class reaches the threshold, whatever the other classes get.';

/** The rows that the model itself predicts as the class, and those of them that are of it. */
function decidedAlerts(c: number, { truth, predicted }: TestPredictions): Omit<AlertPoint, 'threshold'> {
  let [alerts, caught] = [0, 0];
  predicted.forEach((p, row) => {
    if (p !== c) return;
    alerts++;
    if (truth[row] === c) caught++;
  });
  return { alerts, caught };
}

function startOf({ points }: AlertCounts, { alerts }: Omit<AlertPoint, 'threshold'>): number {
  return alerts < points[0].alerts ? -1 : pointOfAlerts(points, alerts);
}

function reviewSentence({ predicted }: TestPredictions): ReportPart[] {
  const reviewed = predicted.reduce((sum, p) => sum + (p < 0 ? 1 : 0), 0);
  if (reviewed === 0) return [];
  return [
    sentence(
      `${countOf(reviewed, 'test row')} handed to review: neither an alert nor predicted as another class. ` +
        'The table and the slider know no review.',
    ),
  ];
}

/** Costs of a cost decision of two classes; otherwise ten false alerts for a missed event. */
function outcomeCosts(
  { decision, classes }: TableClassifier,
  c: number,
): { costs: OutcomeCosts; source: string } {
  if (decision instanceof CostDecision && classes.length === 2) {
    const { costs } = decision.matrix;
    const other = 1 - c;
    return {
      costs: {
        missed: costs[c][other],
        falseAlert: costs[other][c],
        caught: costs[c][c],
        passed: costs[other][other],
      },
      source: 'Costs are those of the decision',
    };
  }
  return {
    costs: { missed: 10, falseAlert: 1, caught: 0, passed: 0 },
    source: 'The cost is an assumption: a missed event costs 10, a false alert 1',
  };
}

function alertTable(
  counts: AlertCounts,
  decision: Omit<AlertPoint, 'threshold'>,
  costs: OutcomeCosts,
  source: string,
): ReportPart {
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

/** What the decisions as made cost by the whole matrix, review included. */
function matrixCost(
  { decision, classes }: TableClassifier,
  { truth, predicted }: TestPredictions,
): ReportPart[] {
  if (!(decision instanceof CostDecision)) return [];
  const { costs } = decision.matrix;
  let [sum, rows] = [0, 0];
  truth.forEach((t, row) => {
    if (t >= classes.length) return;
    sum += costs[t][predicted[row] < 0 ? classes.length : predicted[row]];
    rows++;
  });
  if (rows === 0) return [];
  return [
    sentence(
      `By the costs of the decision, of every class and action, its decisions cost ${short((1000 * sum) / rows)} per ` +
        '1,000 test rows.',
    ),
  ];
}

function short(value: number): string {
  return Number(value.toPrecision(3)).toLocaleString('en', { maximumSignificantDigits: 3 });
}

function sentence(text: string): ReportPart {
  return { kind: 'paragraph', text };
}
