/** What a model was made from: its table, its columns, its options and the search for them. */

import { describeModel } from '../../pipeline/describe-model.js';
import { findClassifier } from '../../pipeline/find-classifier.js';
import type { Provenance } from '../../pipeline/provenance.js';
import type { TableClassifier } from '../../pipeline/table-classifier.js';
import { listNames, settingsText } from '../../text/name-list.js';
import { numberCell, type ReportPart, type ReportTable } from '../parts.js';

/** Of longer lists the rest is left to `inspect --json`. */
const MOST_COLUMNS_SHOWN = 100;
const MOST_IMPORTANCES_SHOWN = 20;

export function dataParts(model: TableClassifier): ReportPart[] {
  const { provenance } = model;
  const { columns, features } = describeModel(model);
  const used = columns.filter((column) => column.used).length;
  const shown = columns.slice(0, MOST_COLUMNS_SHOWN);
  const rest = columns.length - shown.length;
  return [
    {
      kind: 'paragraph',
      text: `${used} of ${columns.length} columns are used; they become ${features} features.`,
    },
    {
      kind: 'table',
      caption: 'Classes',
      columns: [
        { title: 'class' },
        { title: 'training rows', numeric: true },
        { title: 'test rows', numeric: true },
      ],
      rows: provenance.classes.map(({ label, trainingRows, testRows }) => [
        String(label),
        numberCell(trainingRows, 0),
        numberCell(testRows, 0),
      ]),
    },
    {
      kind: 'table',
      caption: 'Columns',
      columns: [{ title: 'column' }, { title: 'kind' }, { title: 'remark' }],
      rows: shown.map((column) => [
        column.name,
        column.kind,
        column.used
          ? column.categories
            ? listNames(column.categories, 4)
            : ''
          : `not used: ${column.reason}`,
      ]),
      notes: rest > 0 ? [`And ${rest} more columns: "qcl-mixnet inspect MODEL --json" lists them all.`] : [],
    },
  ];
}

/** The features that count the most; nothing for a classifier without such a measure. */
export function importanceParts(model: TableClassifier): ReportPart[] {
  const { importances } = describeModel(model);
  if (importances === undefined) return [];
  return [
    {
      kind: 'table',
      caption: 'Features that count the most',
      columns: [{ title: 'feature' }, { title: 'importance', numeric: true }],
      rows: importances
        .slice(0, MOST_IMPORTANCES_SHOWN)
        .map(({ feature, importance }) => [feature, numberCell(importance, 4)]),
      sorted: { column: 1, direction: 'descending' },
    },
  ];
}

/** What an ensemble is made of and what it reached on rows its members had not learned; nothing for others. */
export function ensembleParts({ classifier, provenance }: TableClassifier): ReportPart[] {
  const parts = classifier.parts?.() ?? [];
  if (parts.length === 0) return [];
  const { outOfFold } = provenance;
  return [
    {
      kind: 'table',
      caption: 'Parts of the ensemble',
      columns: [
        { title: 'classifier' },
        { title: 'remark' },
        { title: 'members', numeric: true },
        { title: 'weight', numeric: true },
      ],
      rows: parts.map(({ classifier: name, remark, members, weight }) => [
        name,
        remark,
        numberCell(members, 0),
        numberCell(weight, 3),
      ]),
      sorted: { column: 3, direction: 'descending' },
    },
    ...(outOfFold === undefined
      ? []
      : [
          {
            kind: 'paragraph' as const,
            text:
              `On its training rows, each judged by members that had not learned it, it reached a macro F1 of ` +
              `${outOfFold.macroF1.toFixed(3)} and an accuracy of ${outOfFold.accuracy.toFixed(3)}.`,
          },
        ]),
  ];
}

export function optionsParts({ classifier, provenance }: TableClassifier): ReportPart[] {
  const defaults = new Map<string, unknown>(
    Object.entries(findClassifier(classifier.name).options.parse({})),
  );
  const options = Object.entries(classifier.toJSON().options as Record<string, unknown>);
  const table: ReportTable = {
    kind: 'table',
    caption: `Options of ${classifier.name}`,
    columns: [{ title: 'option' }, { title: 'value' }, { title: 'default' }],
    rows: options.map(([name, value]) => [name, valueText(value), valueText(defaults.get(name))]),
  };
  return [
    ...(options.length === 0 ? [] : [table]),
    ...(provenance.tuning ? [searchTable(provenance.tuning)] : []),
  ];
}

function valueText(value: unknown): string {
  return value === undefined ? 'none' : typeof value === 'string' ? value : JSON.stringify(value);
}

function searchTable({ folds, best, candidates }: NonNullable<Provenance['tuning']>): ReportTable {
  return {
    kind: 'table',
    caption: `Options tried, macro F1 in ${folds} folds of the training rows`,
    columns: [
      { title: 'options' },
      { title: 'macro F1', numeric: true },
      { title: 'standard deviation', numeric: true },
      { title: 'remark' },
    ],
    rows: candidates.map(({ options, mean, standardDeviation, failure }, i) => [
      settingsText(options) || 'the defaults',
      numberCell(mean ?? Number.NaN),
      numberCell(standardDeviation ?? Number.NaN),
      failure === undefined ? (i === best ? 'taken' : '') : `failed: ${failure}`,
    ]),
  };
}
