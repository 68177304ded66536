/**
 * A model card (Mitchell et al., "Model cards for model reporting", 2019): what a model was made of, how it decides, what to expect of it
 * and where it ends, from the model alone.
 */
import { checkModel } from '../../pipeline/check-options.js';
import { checkpointText } from '../../pipeline/checkpoint-text.js';
import { describeModel } from '../../pipeline/describe-model.js';
import type { TableClassifier } from '../../pipeline/table-classifier.js';
import { countOf, quote } from '../../text/name-list.js';
import type { ReportPage, ReportPart } from '../parts.js';
import { dataParts, ensembleParts, optionsParts } from '../training/data-and-options.js';
import { explainedPositive } from '../training/positive-class.js';
import { calibrationParts } from './calibration-parts.js';
import { costTable } from './cost-table.js';
import { limitItems } from './limit-items.js';
import { scoreParts } from './score-parts.js';
import { trainingCommand } from './training-command.js';

/**
 * The card of a model as a page for `reportPage` or `reportMarkdown`: data, preparation, classifier, decision, expected
 * scores with 95 % intervals, calibration, limits, and how to repeat the training. What files of version 0.1.0 do not
 * keep, it says.
 *
 * @throws InputError if `model` is not a model.
 */
export function modelCard(model: TableClassifier): ReportPage {
  checkModel('modelCard', model);
  const { provenance, classifier } = model;
  return {
    title: `Model card: ${classifier.name} for ${provenance.target}`,
    sections: [
      { title: 'Model', parts: summary(model) },
      { title: 'Data', parts: dataParts(model) },
      { title: 'Preparation', parts: preparationParts(model) },
      { title: 'Classifier', parts: [...ensembleParts(model), ...optionsParts(model)] },
      { title: 'Decision', parts: decisionSection(model) },
      { title: 'Expected scores', parts: scoreParts(provenance) },
      { title: 'Calibration', parts: calibrationParts(model) },
      { title: 'Limits', parts: [{ kind: 'list', items: limitItems(model) }] },
      { title: 'How to repeat it', parts: repetition(model) },
    ],
  };
}

function summary(model: TableClassifier): ReportPart[] {
  const { provenance, classes, classifier } = model;
  const { columns, features, classifier: form } = describeModel(model);
  const used = columns.filter((column) => column.used).length;
  const { index, reason } = explainedPositive(model);
  return [
    sentence(
      `${classifier.name} predicts ${quote(provenance.target)}, one of ${classes.length} classes, from ` +
        `${countOf(used, 'column')} of a table (${countOf(features, 'feature')}). It has ${form.numbers} fitted numbers and was trained on ` +
        `${countOf(provenance.rows.train, 'row')} by qcl-mixnet ${provenance.version}.`,
    ),
    sentence(
      `The positive class, of recall, precision and alerts, is ${quote(String(classes[index]))}: ${reason}.`,
    ),
    sentence(
      'The file does not say what the model is meant for, and for which rows it is not: add it when you publish this card.',
    ),
  ];
}

function preparationParts(model: TableClassifier): ReportPart[] {
  const { notices } = describeModel(model);
  return notices.length === 0 ? [] : [{ kind: 'list', items: notices }];
}

function decisionSection(model: TableClassifier): ReportPart[] {
  return [
    sentence(`Decision: ${model.decision.describe(model.classes)}.`),
    sentence(`Calibration of the probabilities: ${model.calibrator.describe(model.classes)}.`),
    ...costTable(model),
  ];
}

function repetition(model: TableClassifier): ReportPart[] {
  const { provenance, classifier } = model;
  const chosen = checkpointText(provenance);
  return [
    { kind: 'commands', lines: [trainingCommand(model)] },
    {
      kind: 'list',
      items: [
        `qcl-mixnet ${provenance.version}, seed ${provenance.seed}, protocol ${provenance.protocol}`,
        ...(chosen === undefined ? [] : [chosen]),
        'Options of columns and of the decision are not kept as they were typed: the sections above say what they did.',
        fingerprintText(model),
        `The same table, options, seed, version and kernels give the same ${classifier.name}, bit for bit.`,
      ],
    },
  ];
}

function fingerprintText({ provenance }: TableClassifier): string {
  const { fingerprint } = provenance;
  if (fingerprint === undefined)
    return 'fingerprint of the training rows: not recorded (a file of version 0.1.0)';
  const { rows, hashes } = fingerprint;
  if (hashes === '') return 'fingerprint of the training rows: none, as no row differs from all others';
  return (
    `fingerprint of the training rows: hashes of ${hashes.length / 16} of ${countOf(rows, 'distinct row')}, the first ` +
    `${hashes.slice(0, 16)}; evaluate tells by them whether a table was trained on`
  );
}

function sentence(text: string): ReportPart {
  return { kind: 'paragraph', text };
}
