/** The report of one training: the scores of the model, its data, and how it was trained. */
import { checkpointText } from '../../pipeline/checkpoint-text.js';
import type { TrainingOutcome } from '../../pipeline/training-outcome.js';
import { macroF1Interval } from '../../statistics/macro-f1-interval.js';
import { countOf } from '../../text/name-list.js';
import { VERSION } from '../../version.js';
import { numberCell, type ReportPage, type ReportPart } from '../parts.js';
import { dataParts, ensembleParts, importanceParts, optionsParts } from './data-and-options.js';
import { decisionParts } from './decision-parts.js';
import { decidedRows, type TestPredictions, testPredictions } from './test-predictions.js';
import { trainingFigures } from './training-figures.js';

export interface TrainingReportOptions {
  /** Name of the table. */
  readonly table: string;
  /** Commands that repeat the training; default none. */
  readonly commands?: readonly string[];
}

/**
 * The report of a result of `trainOnTable`: summary in words, scores, figures, data, options, provenance. For neural
 * classifiers it holds a t-SNE map of at most 2,000 test rows, which takes seconds.
 */
export async function trainingReport(
  outcome: TrainingOutcome,
  { table, commands = [] }: TrainingReportOptions,
): Promise<ReportPage> {
  const { model } = outcome;
  const predictions = testPredictions(outcome);
  return {
    title: `${model.classifier.name} on ${table}`,
    sections: [
      { title: 'Summary', parts: summary(outcome, predictions, table) },
      { title: 'Scores', parts: scores(outcome) },
      { title: 'Decision', parts: decisionParts(outcome, predictions) },
      { title: 'Figures', parts: await trainingFigures(outcome, predictions) },
      { title: 'Ensemble', parts: ensembleParts(model) },
      { title: 'Features', parts: importanceParts(model) },
      { title: 'Data', parts: dataParts(model) },
      { title: 'Options', parts: optionsParts(model) },
      { title: 'How to repeat it', parts: repetition(outcome, commands) },
    ],
  };
}

function summary(outcome: TrainingOutcome, predictions: TestPredictions, table: string): ReportPart[] {
  const { model, report, rows, notices } = outcome;
  const { provenance, classifier } = model;
  const leaks = provenance.protocol === 'paper' && provenance.epochs.chosen;
  const { truth, classes } = predictions;
  const decided = decidedRows(predictions);
  const interval = macroF1Interval(decided.truth, decided.predicted, classes.length);
  const f1 = (value: number) => value.toFixed(3);
  const parts: ReportPart[] = [
    {
      kind: 'paragraph',
      text:
        `${classifier.name} predicts ${provenance.target} of ${table}. It was trained on ` +
        `${countOf(rows.train, 'row')} and tested on ${countOf(rows.test, 'row')} ` +
        `${leaks ? 'that also chose its checkpoint' : 'that it had not seen'}.`,
    },
    {
      kind: 'paragraph',
      text:
        interval.reason === undefined
          ? `Macro F1 is ${f1(interval.macroF1)}, 95 % interval ${f1(interval.low)} to ${f1(interval.high)}; accuracy ` +
            `is ${f1(report.metrics.accuracy)}. The interval reflects the sampling of the test rows only; another split ` +
            'or seed can change the scores by more.'
          : `Macro F1 is ${f1(interval.macroF1)}; accuracy is ${f1(report.metrics.accuracy)}. There is no interval: ` +
            `${interval.reason}.`,
    },
    { kind: 'paragraph', text: `${againstGuessing(truth, classes)} ${worstClass(outcome)}` },
  ];
  if (leaks) {
    parts.push({
      kind: 'paragraph',
      warning: true,
      text: 'Protocol paper: the test rows chose the checkpoint, so these scores leak and are optimistic.',
    });
  }
  if (notices.length > 0) {
    parts.push({ kind: 'heading', text: 'Notices' }, { kind: 'list', items: notices });
  }
  return parts;
}

/** The scores of always predicting the most frequent class. */
function againstGuessing(truth: Int32Array, classes: readonly string[]): string {
  const rows = classes.map((_, c) => truth.reduce((sum, t) => sum + (t === c ? 1 : 0), 0));
  const most = rows.indexOf(Math.max(...rows));
  const present = rows.filter((count) => count > 0).length;
  const f1 = (2 * rows[most]) / (rows[most] + truth.length) / present;
  return (
    `Always predicting the most frequent class, ${classes[most]}, would give macro F1 ${f1.toFixed(3)} and accuracy ` +
    `${(rows[most] / truth.length).toFixed(3)}.`
  );
}

function worstClass({ report }: TrainingOutcome): string {
  const present = report.perClass.filter(({ support }) => support > 0);
  const worst = present.reduce((lowest, each) => (each.f1 < lowest.f1 ? each : lowest));
  return (
    `The class with the lowest F1 is ${worst.label}, F1 ${worst.f1.toFixed(3)}: the model finds ` +
    `${Math.round(worst.recall * worst.support)} of ${countOf(worst.support, 'row')}.`
  );
}

function scores({ report }: TrainingOutcome): ReportPart[] {
  const { metrics, perClass } = report;
  const overall: [string, number][] = [
    ['macro F1', metrics.macroF1],
    ['macro precision', metrics.macroPrecision],
    ['macro recall', metrics.macroRecall],
    ['harmonic F1 of macro precision and recall', metrics.harmonicF1],
    ['balanced accuracy', metrics.balancedAccuracy],
    ['accuracy', metrics.accuracy],
  ];
  return [
    {
      kind: 'table',
      caption: 'Scores on the test rows',
      columns: [{ title: 'score' }, { title: 'value', numeric: true }],
      rows: overall.map(([name, value]) => [name, numberCell(value)]),
    },
    {
      kind: 'table',
      caption: 'Scores of each class',
      columns: [
        { title: 'class' },
        { title: 'precision', numeric: true },
        { title: 'recall', numeric: true },
        { title: 'F1', numeric: true },
        { title: 'test rows', numeric: true },
      ],
      rows: perClass.map(({ label, precision, recall, f1, support }) => [
        String(label),
        numberCell(precision),
        numberCell(recall),
        numberCell(f1),
        numberCell(support, 0),
      ]),
    },
  ];
}

function repetition({ model, seconds }: TrainingOutcome, commands: readonly string[]): ReportPart[] {
  const { provenance, classifier } = model;
  const chosen = checkpointText(provenance);
  const kernels = (classifier.toJSON().model as { kernelBuild?: string } | null)?.kernelBuild;
  return [
    ...(commands.length > 0 ? [{ kind: 'commands', lines: commands } as const] : []),
    {
      kind: 'list',
      items: [
        `qcl-mixnet ${VERSION}${kernels === undefined ? '' : `, ${kernels} kernels`}`,
        `seed ${provenance.seed} for the split and the training; protocol ${provenance.protocol}`,
        ...(chosen === undefined ? [] : [chosen]),
        `the training took ${seconds.toFixed(1)} s`,
        'The same table, options, seed, version and kernels give the same model, bit for bit.',
      ],
    },
  ];
}
