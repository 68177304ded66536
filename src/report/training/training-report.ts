/** The report of one training: the scores of the model, its data, and how it was trained. */
import type { ExecutorOption } from '../../jobs/executor.js';
import { checkpointText } from '../../pipeline/checkpoint-text.js';
import type { ModelScores } from '../../pipeline/model-scores.js';
import { scoreMetric } from '../../pipeline/score-metrics.js';
import { shownScores } from '../../pipeline/shown-scores.js';
import type { TrainingOutcome } from '../../pipeline/training-outcome.js';
import { countOf, inWords, listNames, quote } from '../../text/name-list.js';
import { VERSION } from '../../version.js';
import { numberCell, type ReportPage, type ReportPart } from '../parts.js';
import { SCORE_COLUMNS, scoreRow } from '../score-row.js';
import { dataParts, ensembleParts, optionsParts } from './data-and-options.js';
import { decisionParts } from './decision-parts.js';
import { importanceParts } from './importance-parts.js';
import { predictionSetParts } from './prediction-set-parts.js';
import { testPredictions } from './test-predictions.js';
import { trainingFigures } from './training-figures.js';

export interface TrainingReportOptions extends ExecutorOption {
  /** Name of the table. */
  readonly table: string;
  /** Commands that repeat the training; default none. */
  readonly commands?: readonly string[];
}

/**
 * The report of a result of `trainOnTable`: summary in words, scores, figures, importance of the columns, data, options,
 * provenance. Two parts take seconds: the importance, of at most 1,000 test rows, with `options.executor`, and for neural
 * classifiers a t-SNE map of at most 2,000 test rows.
 */
export async function trainingReport(
  outcome: TrainingOutcome,
  { table, commands = [], executor }: TrainingReportOptions,
): Promise<ReportPage> {
  const { model } = outcome;
  const predictions = testPredictions(outcome);
  return {
    title: `${model.classifier.name} on ${table}`,
    sections: [
      { title: 'Summary', parts: summary(outcome, table) },
      { title: 'Scores', parts: scoreTables(outcome) },
      { title: 'Decision', parts: decisionParts(outcome, predictions) },
      { title: 'Figures', parts: await trainingFigures(outcome, predictions) },
      { title: 'Ensemble', parts: ensembleParts(model) },
      { title: 'Importance', parts: await importanceParts(outcome, executor) },
      { title: 'Prediction sets', parts: predictionSetParts(outcome) },
      { title: 'Data', parts: dataParts(model) },
      { title: 'Options', parts: optionsParts(model) },
      { title: 'How to repeat it', parts: repetition(outcome, commands) },
    ],
  };
}

function summary(outcome: TrainingOutcome, table: string): ReportPart[] {
  const { model, report, scores, rows, notices } = outcome;
  const { provenance, classifier } = model;
  const leaks = provenance.protocol === 'paper' && provenance.epochs.chosen;
  const { macroF1: interval } = scores.intervals;
  const { macroF1 } = report.metrics;
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
          ? `Macro F1 is ${f1(macroF1)}, 95 % interval ${f1(interval.low)} to ${f1(interval.high)}; accuracy ` +
            `is ${f1(report.metrics.accuracy)}. The interval reflects the sampling of the test rows only; another split ` +
            'or seed can change the scores by more.'
          : `Macro F1 is ${f1(macroF1)}; accuracy is ${f1(report.metrics.accuracy)}. There is no interval: ` +
            `${interval.reason}.`,
    },
    { kind: 'paragraph', text: `${againstGuessing(scores)} ${worstClass(outcome)}` },
  ];
  if (leaks) {
    parts.push({
      kind: 'paragraph',
      warning: true,
      text: 'Protocol paper: the test rows chose the checkpoint, so these scores leak and are optimistic.',
    });
  }
  parts.push(...warnings(scores));
  if (notices.length > 0) {
    parts.push({ kind: 'heading', text: 'Notices' }, { kind: 'list', items: notices });
  }
  return parts;
}

function againstGuessing({ baselines, positive }: ModelScores): string {
  const { macroF1, accuracy, perClass } = baselines.mostFrequentClass;
  const always = perClass.find(({ recall }) => recall === 1);
  return (
    `Always predicting the most frequent class${always ? `, ${always.label},` : ''} would give macro F1 ` +
    `${macroF1.toFixed(3)} and accuracy ${accuracy.toFixed(3)}. The positive class, of recall and precision below, is ${quote(String(positive))}.`
  );
}

/** The scores in which the model is no better than a baseline, and the classes that have no scores. */
function warnings(scores: ModelScores): ReportPart[] {
  const { scores: shown, classesWithoutRows } = shownScores(scores);
  const titles = shown.flatMap(({ metric, unbeaten }) => (unbeaten ? [scoreMetric(metric).title] : []));
  return [
    ...(titles.length === 0
      ? []
      : [warning(`The model is no better than a baseline that looks at no feature in ${inWords(titles)}.`)]),
    ...(classesWithoutRows.length === 0
      ? []
      : [
          warning(`No test row is of ${listNames(classesWithoutRows)}: the means are without these classes.`),
        ]),
  ];
}

function warning(text: string): ReportPart {
  return { kind: 'paragraph', warning: true, text };
}

function worstClass({ report }: TrainingOutcome): string {
  const present = report.perClass.filter(({ support }) => support > 0);
  const worst = present.reduce((lowest, each) => (each.f1 < lowest.f1 ? each : lowest));
  const c = report.labels.indexOf(worst.label);
  // Not recall times support: with weights the recall is not a share of rows.
  return (
    `The class with the lowest F1 is ${worst.label}, F1 ${worst.f1.toFixed(3)}: the model finds ` +
    `${report.confusion[c][c]} of ${countOf(worst.support, 'row')}.`
  );
}

function scoreTables({ report, scores, model }: TrainingOutcome): ReportPart[] {
  const { metrics, perClass } = report;
  const { scores: shown } = shownScores(scores);
  const none = numberCell(Number.NaN);
  const cell = (value: number | null | undefined) => numberCell(value ?? Number.NaN);
  const warned = shown.some(({ unbeaten }) => unbeaten !== undefined);
  const rows = shown.map((each) => [
    ...scoreRow(each, scores.positive),
    ...(warned ? [each.unbeaten === undefined ? '' : 'no better than a baseline'] : []),
  ]);
  const harmonic = [
    'harmonic F1 of macro precision and recall',
    cell(metrics.harmonicF1),
    none,
    none,
    none,
    ...(warned ? [''] : []),
  ];
  const reasons = new Set(shown.flatMap(({ noInterval }) => noInterval ?? []));
  return [
    {
      kind: 'table',
      caption: 'Scores on the test rows',
      columns: [...SCORE_COLUMNS, ...(warned ? [{ title: 'warning' }] : [])],
      rows: model.provenance.protocol === 'paper' ? [...rows, harmonic] : rows,
      notes: [
        'Of log loss, Brier score and calibration error, smaller is better. The last two numbers are what baselines ' +
          'reach: always the most frequent class of the training rows, and their class frequencies as probabilities. At ' +
          '10 %: among the tenth of the rows with the largest probability of the class.',
        ...(scores.weighted
          ? [
              'Rows count by their weights in all scores; numbers of rows and the confusion matrix count rows.',
            ]
          : []),
        ...[...reasons].map((reason) => `Some scores have no interval: ${reason}.`),
      ],
    },
    {
      kind: 'table',
      caption: 'Scores of each class',
      columns: [
        { title: 'class' },
        { title: 'precision', numeric: true },
        { title: 'recall', numeric: true },
        { title: 'F1', numeric: true },
        { title: 'average precision', numeric: true },
        { title: 'ROC AUC', numeric: true },
        { title: 'calibration error', numeric: true },
        { title: 'test rows', numeric: true },
      ],
      rows: perClass.map(({ label, precision, recall, f1, support }, c) => {
        const { averagePrecision, rocAuc, expectedCalibrationError } = scores.probabilities.perClass[c];
        return [
          String(label),
          numberCell(precision),
          numberCell(recall),
          numberCell(f1),
          cell(averagePrecision),
          cell(rocAuc),
          cell(expectedCalibrationError),
          numberCell(support, 0),
        ];
      }),
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
