/** Reports as the commands give them: the JSON object of `--json`, and text for a person. */
import Table from 'cli-table3';
import type { ClassificationReport } from '../metrics/classification-report.js';
import { formatReport } from '../metrics/format-report.js';
import type { Provenance } from '../pipeline/provenance.js';
import { printable } from './output.js';

/** A larger confusion matrix does not fit a screen; `--json` has it all. */
const MOST_CLASSES_SHOWN = 12;

/** What surrounds the report in the JSON object. */
export interface ReportContext {
  /** Rows of the table: those trained on and those tested on, or those evaluated. */
  readonly rows: number;
  /** Feature columns of the table, the target not counted. */
  readonly columns: number;
  readonly seconds: number;
  readonly provenance: Provenance;
}

/**
 * The one object that `train --json` and `evaluate --json` write. `classes` is how many the model knows;
 * `tuning` is there if the model's options were searched for.
 */
export function reportJson({ metrics, perClass, confusion }: ClassificationReport, context: ReportContext) {
  const { rows, columns, seconds, provenance } = context;
  return {
    rows,
    columns,
    classes: provenance.classes.length,
    protocol: provenance.protocol,
    seed: provenance.seed,
    bestEpoch: provenance.epochs.best,
    seconds,
    metrics,
    perClass,
    confusion,
    ...(provenance.tuning && { tuning: provenance.tuning }),
  };
}

/** The per-class report, and the confusion matrix where it fits. */
export function reportText(report: ClassificationReport): string {
  const confusion = confusionText(report);
  return `${formatReport(report)}${confusion === undefined ? '' : `\n${confusion}\n`}`;
}

/** The confusion matrix; undefined for one that does not fit a screen. */
export function confusionText({
  labels,
  confusion,
}: Pick<ClassificationReport, 'labels' | 'confusion'>): string | undefined {
  if (labels.length > MOST_CLASSES_SHOWN) return undefined;
  const names = labels.map((label) => printable(String(label)).replaceAll('\n', ' '));
  const table = plainTable(['true \\ predicted', ...names]);
  confusion.forEach((row, i) => {
    table.push([names[i], ...row.map(String)]);
  });
  return table.toString();
}

/** cli-table3 takes seconds to lay out ten thousand rows, and a model file may describe more. */
const MOST_ROWS_SHOWN = 1000;

/**
 * A table without colours, so that it is the same in a file. Numbers to the right, the first column left. Of more than
 * a thousand rows the first are shown, and how many are left out.
 */
export function plainTable(head: string[]): Table.Table {
  const table = new Table({
    head,
    colAligns: head.map((_, column) => (column === 0 ? 'left' : 'right')),
    style: { head: [], border: [], compact: true },
  });
  const layOut = table.toString;
  table.toString = () => {
    const left = table.splice(MOST_ROWS_SHOWN).length;
    return `${layOut.call(table)}${left > 0 ? `\n${left} more rows are not shown` : ''}`;
  };
  return table;
}
