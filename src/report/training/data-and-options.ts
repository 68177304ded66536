/** The sections of a report about the data of a model, its members and its options. */

import { columnRemark } from '../../pipeline/column-remark.js';
import { rolesText } from '../../pipeline/column-roles/column-roles.js';
import { timeSpansText } from '../../pipeline/column-roles/time-spans.js';
import { describeModel } from '../../pipeline/describe-model.js';
import { findClassifier } from '../../pipeline/find-classifier.js';
import type { Provenance } from '../../pipeline/provenance.js';
import type { TableClassifier } from '../../pipeline/table-classifier.js';
import { trialOrder } from '../../pipeline/tuning/trial-order.js';
import { countOf, settingsText } from '../../text/name-list.js';
import { numberCell, type ReportPart, type ReportTable } from '../parts.js';

/** `inspect --json` shows the rest of longer lists. */
const MOST_COLUMNS_SHOWN = 100;

export function dataParts(model: TableClassifier): ReportPart[] {
  const { provenance } = model;
  const roles = rolesText(provenance.roles);
  const times = timeSpansText(provenance.times);
  const { columns, features } = describeModel(model);
  const used = columns.filter((column) => column.used).length;
  const shown = columns.slice(0, MOST_COLUMNS_SHOWN);
  const rest = columns.length - shown.length;
  return [
    {
      kind: 'paragraph',
      text:
        `${used} of ${columns.length} columns are used; they become ${features} features.` +
        `${roles === undefined ? '' : ` Columns and rows: ${roles}.`}` +
        `${times === undefined ? '' : ` Times: ${times}.`}`,
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
        column.used ? columnRemark(column) : `not used: ${column.reason}`,
      ]),
      notes: rest > 0 ? [`And ${rest} more columns: "qcl-mixnet inspect MODEL --json" lists them all.`] : [],
    },
  ];
}

/** The members of an ensemble and its out-of-fold scores; nothing for other classifiers. */
export function ensembleParts({ classifier, provenance }: TableClassifier): ReportPart[] {
  const parts = classifier.parts?.() ?? [];
  if (parts.length === 0) return [];
  const { outOfFold, leftOut = [] } = provenance;
  const capacity = outOfFold?.capacity;
  return [
    {
      kind: 'table',
      caption: 'Members of the ensemble',
      columns: [
        { title: 'classifier' },
        { title: 'remark' },
        { title: 'count', numeric: true },
        { title: 'weight', numeric: true },
      ],
      rows: parts.map(({ name, remark, members, weight }) => [
        name,
        remark,
        numberCell(members, 0),
        numberCell(weight, 3),
      ]),
      sorted: { column: 3, direction: 'descending' },
    },
    ...(leftOut.length === 0
      ? []
      : [
          {
            kind: 'table' as const,
            caption: 'Candidates that were left out',
            columns: [{ title: 'candidate' }, { title: 'reason' }],
            rows: leftOut.map(({ candidate, reason }) => [candidate, reason]),
          },
        ]),
    ...(outOfFold === undefined
      ? []
      : [
          {
            kind: 'paragraph' as const,
            text:
              `Its out-of-fold predictions for the training rows have a macro F1 of ` +
              `${outOfFold.macroF1.toFixed(3)} and an accuracy of ${outOfFold.accuracy.toFixed(3)}` +
              (capacity?.alerts === undefined
                ? '.'
                : `, with ${countOf(capacity.alerts, 'alert')} among ${countOf(capacity.rows, 'row')}.`),
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

const SEARCH_NAMES = { halving: 'Search by halving', random: 'Random search' } as const;

function searchTable({ folds, best, candidates, search }: NonNullable<Provenance['tuning']>): ReportTable {
  const name = search === undefined ? 'Grid search' : SEARCH_NAMES[search.method];
  const isHalving = search?.method === 'halving';
  const order = isHalving ? trialOrder(candidates) : [...candidates.keys()];
  return {
    kind: 'table',
    caption:
      `${name}, macro F1 over ${folds} folds of the training rows, with its standard deviation over the folds` +
      `${isHalving ? '. Scores with different shares cannot be compared: the largest share is first, and the choice is the best of it' : ''}`,
    columns: [
      { title: 'options' },
      ...(isHalving ? [{ title: `share of ${search.resource}`, numeric: true }] : []),
      { title: 'macro F1', numeric: true },
      { title: 'standard deviation', numeric: true },
      { title: 'remark' },
    ],
    rows: order.map((i) => {
      const { options, mean, standardDeviation, failure, share } = candidates[i];
      return [
        settingsText(options) || 'the defaults',
        ...(isHalving ? [numberCell(share ?? 1, 2)] : []),
        numberCell(mean ?? Number.NaN),
        numberCell(standardDeviation ?? Number.NaN),
        failure === undefined ? (i === best ? 'chosen' : '') : `failed: ${failure}`,
      ];
    }),
  };
}
