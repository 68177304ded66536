/** The section of a report about the decision: alerts against events caught, costs, and other thresholds. */
import { CostDecision } from '../../decision/cost.js';
import { alertCurve } from '../../figures/alert-curve.js';
import type { TableClassifier } from '../../pipeline/table-classifier.js';
import type { TrainingOutcome } from '../../pipeline/training-outcome.js';
import { countOf } from '../../text/name-list.js';
import { inBothWidths, type OutcomeCosts, type ReportPart } from '../parts.js';
import { type AlertCounts, alertCounts, type DecidedAlerts, pointOfAlerts } from './alert-counts.js';
import { alertTable, short } from './alert-table.js';
import { explainedPositive } from './positive-class.js';
import { oneVsRest, type TestPredictions } from './test-predictions.js';

export function decisionParts({ model }: TrainingOutcome, predictions: TestPredictions): ReportPart[] {
  const { classes } = model;
  const rule: ReportPart = sentence(
    `The decision is ${model.decision.describe(classes)}.${predictions.weights ? ROWS_NOT_WEIGHTS : ''}`,
  );
  if (classes.length < 2) return [];
  const positive = explainedPositive(model);
  const { positive: events, scores, name } = oneVsRest(positive.index, predictions);
  const threshold = model.decision.thresholdOf?.(positive.index);
  const decision = { ...decidedAlerts(positive.index, predictions), threshold };
  const counts = alertCounts(events, scores, { decision });
  if (counts.events === 0 || counts.events === counts.rows) {
    const share = counts.events === 0 ? 'None' : 'All';
    return [
      rule,
      sentence(`${share} of the test rows are of ${name}: there is nothing to say about other thresholds.`),
    ];
  }
  const { costs, source } = outcomeCosts(model, positive.index);
  const start = startOf(counts, decision);
  // No alert at all has no place on a logarithmic axis.
  const raised = counts.points.filter(({ alerts }) => alerts > 0);
  return [
    rule,
    sentence(
      `The positive class is ${classes[positive.index]} (${positive.reason}). An alert is a row that is predicted as ` +
        `it, an event a row that is of it: ` +
        `${counts.events} of the ${countOf(counts.rows, 'test row')}.${classes.length > 2 ? ONE_VS_REST : ''}`,
    ),
    ...reviewSentence(predictions),
    inBothWidths(
      (width) => alertCurve({ ...counts, points: raised, decision, width }),
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
      startsAtDecision: threshold !== undefined && counts.points[start]?.alerts === decision.alerts,
      costs,
    },
    ...matrixCost(model, predictions),
  ];
}

const ROWS_NOT_WEIGHTS =
  ' Alerts, events and costs of this section count rows, not weights, so recall and precision differ from the scores above.';

const ONE_VS_REST =
  ' With several classes all below is that class against the rest together: a row raises an alert if its probability ' +
  'of the class reaches the threshold, whatever the other classes get.';

/** The rows that the model itself predicts as the class, and those of them that are of it. */
function decidedAlerts(c: number, { truth, predicted }: TestPredictions): DecidedAlerts {
  let [alerts, caught] = [0, 0];
  predicted.forEach((p, row) => {
    if (p !== c) return;
    alerts++;
    if (truth[row] === c) caught++;
  });
  return { alerts, caught };
}

function startOf({ points }: AlertCounts, { alerts }: DecidedAlerts): number {
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

function sentence(text: string): ReportPart {
  return { kind: 'paragraph', text };
}
