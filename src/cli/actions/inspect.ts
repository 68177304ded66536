/** The work of `qcl-mixnet inspect`. */

import { InputError } from '../../errors.js';
import type { LossTerms } from '../../nn/losses/hybrid-loss.js';
import { loadModel } from '../../node/model-file.js';
import { checkpointText } from '../../pipeline/checkpoint-text.js';
import { columnRemark } from '../../pipeline/column-remark.js';
import { rolesText } from '../../pipeline/column-roles/column-roles.js';
import { timeSpansText } from '../../pipeline/column-roles/time-spans.js';
import { describeModel } from '../../pipeline/describe-model.js';
import { describeTable, type TableDescription } from '../../pipeline/describe-table.js';
import type { TableClassifier } from '../../pipeline/table-classifier.js';
import { isModelPath } from '../../platform/node/files/is-model-path.js';
import { TERMINAL_WIDTH } from '../../text/aligned-table.js';
import { listNames } from '../../text/name-list.js';
import { printableLine } from '../../text/printable.js';
import type { InspectOptions } from '../commands/inspect.js';
import { columnOverrides } from '../options/column-options.js';
import { notices } from '../options/common-options.js';
import { roleOptions } from '../options/role-options.js';
import { readTableArgument } from '../options/table-argument.js';
import { crossValidationText } from '../output/comparison-output.js';
import { mixupText } from '../output/mixup-text.js';
import { changedOptionsText } from '../output/options-text.js';
import { writeJson, writeResult } from '../output/output.js';
import { leftOutText, partsText } from '../output/parts-text.js';
import { plainTable } from '../output/report-output.js';
import { outOfFoldText, savedScoresText } from '../output/scores-text.js';
import { tableDescriptionText } from '../output/table-description.js';
import { inEightyColumns } from '../output/terminal-text.js';
import { tuningText } from '../output/tuning-output.js';

export async function inspect(path: string, options: InspectOptions): Promise<void> {
  if (!(await isModelPath(path))) return inspectTable(path, options);
  if (options.target !== undefined) {
    throw new InputError(`--target is for tables, but ${path} is a model: drop it`);
  }
  const model = await loadModel(path);
  if (options.json) await writeJson(describeModel(model));
  else await writeResult(describeInWords(model));
}

async function inspectTable(path: string, options: InspectOptions): Promise<void> {
  const table = await readTableArgument(path, options);
  const { target, manyClasses, mergeLabels } = options;
  let description: TableDescription;
  try {
    description = describeTable(table, {
      target,
      manyClasses,
      mergeLabels,
      overrides: columnOverrides(options),
      ...roleOptions(options),
    });
  } catch (error) {
    // They may explain it, and are otherwise part of the description.
    table.notices?.forEach(notices(options));
    throw error;
  }
  if (options.json) await writeJson(description);
  else await writeResult(tableDescriptionText(description));
}

/** Whether the file holds data of the training rows themselves. */
function heldRowsText({ record }: TableClassifier): string {
  const held = record?.rows?.rows.length ?? 0;
  return held === 0 ? 'holds no training rows' : `holds ${held} training rows, for explanations`;
}

function describeInWords(model: TableClassifier): string {
  const { classifier, provenance } = model;
  const description = describeModel(model);
  const { features, importances, columnImportances, columns, classifier: form, lossWeights } = description;
  const { rows, protocol, sharedRows, seed, tuning, test, crossValidation } = provenance;
  const outOfFold = outOfFoldText(model);
  const parts = partsText(classifier);
  const changed = changedOptionsText(classifier);
  const mixup = mixupText(description.mixupSchedule);
  const leftOut = leftOutText(provenance);
  const chosen = checkpointText(provenance);
  const roles = rolesText(provenance.roles);
  const times = timeSpansText(provenance.times);
  const shared = sharedRows > 0 ? `; ${sharedRows} test rows equal a training row` : '';
  const untested =
    rows.test === 0
      ? 'no rows held out for testing'
      : `${rows.test} rows held out, whose scores were those of another decision`;
  const tested = test ? `tested on ${rows.test}${shared}` : untested;
  return [
    `${classifier.name}, ${form.numbers} fitted numbers, trained by version ${printableLine(provenance.version)}`,
    `predicts ${listNames([provenance.target])} from ${columns.filter((each) => each.used).length} columns (${features} features)`,
    '',
    `trained on ${rows.train} rows, ${tested}`,
    ...(roles === undefined ? [] : [printableLine(roles)]),
    ...(times === undefined ? [] : [inEightyColumns(printableLine(times), '  ')]),
    `protocol ${protocol}; seed ${seed}${chosen === undefined ? '' : `; ${printableLine(chosen)}`}`,
    ...(changed === undefined ? [] : [inEightyColumns(printableLine(changed), '  ')]),
    heldRowsText(model),
    ...(lossWeights === undefined ? [] : [inEightyColumns(lossWeightsText(lossWeights), '  ')]),
    ...(tuning ? ['', tuningText(tuning)] : []),
    ...(leftOut === undefined ? [] : ['', leftOut]),
    '',
    classTable(model),
    '',
    inEightyColumns(`calibration: ${printableLine(model.calibrator.describe(model.classes))}`, '  '),
    inEightyColumns(`decision: ${printableLine(model.decision.describe(model.classes))}`, '  '),
    '',
    ...(test ? ['On the test rows:', savedScoresText(test, protocol)] : []),
    ...(outOfFold === undefined ? [] : [outOfFold]),
    ...(parts === undefined ? [] : [parts, '']),
    ...(mixup === undefined ? [] : [mixup, '']),
    ...(crossValidation ? [crossValidationText(classifier.name, crossValidation), ''] : []),
    ...(importances
      ? [
          'Most important features:',
          importanceTable(
            'feature',
            importances.map(({ feature, importance }) => ({ name: feature, importance })),
          ),
          '',
        ]
      : []),
    ...(columnImportances && columnImportances.length !== importances?.length
      ? [
          'Most important columns, all their features together:',
          importanceTable(
            'column',
            columnImportances.map(({ column, importance }) => ({ name: column, importance })),
          ),
          '',
        ]
      : []),
    'Expected columns, in any order:',
    columnTable(columns),
    '',
  ].join('\n');
}

function lossWeightsText(weights: LossTerms): string {
  const terms = Object.entries(weights).map(([term, weight]) => `${term} ${weight.toFixed(3)}`);
  return `learned weights of the loss: ${terms.join(', ')}`;
}

function classTable({ provenance }: TableClassifier): string {
  const table = plainTable(['class', 'training rows', 'test rows']);
  for (const { label, trainingRows, testRows } of provenance.classes) {
    table.push([String(label), String(trainingRows), String(testRows)]);
  }
  return table.toString();
}

/** Further ones are in `--json`. */
const MOST_IMPORTANCES_SHOWN = 15;

function importanceTable(
  what: string,
  importances: readonly { readonly name: string; readonly importance: number }[],
): string {
  const table = plainTable([what, 'importance']);
  for (const { name, importance } of importances.slice(0, MOST_IMPORTANCES_SHOWN)) {
    table.push([name, importance.toFixed(4)]);
  }
  return table.toString();
}

function columnTable(columns: ReturnType<typeof describeModel>['columns']): string {
  const widest = (of: (column: (typeof columns)[number]) => string) =>
    Math.max(...columns.map((column) => printableLine(of(column)).length), 'column'.length);
  // Four borders, and a blank at both sides of three cells.
  const room = TERMINAL_WIDTH - 10 - widest(({ name }) => name) - widest(({ kind }) => kind);
  const table = plainTable(['column', 'kind', '']);
  for (const column of columns) {
    const remark = column.used ? columnRemark(column, room) : (column.role ?? 'not used');
    table.push([column.name, column.kind, remark]);
  }
  return table.toString();
}
