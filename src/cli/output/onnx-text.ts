/** What an exported ONNX file takes and gives, for the terminal. */
import { onnxInputs, onnxOutputs } from '../../onnx/export-onnx.js';
import type { Computation, OnnxInput } from '../../onnx/preparation/inputs.js';
import type { TableClassifier } from '../../pipeline/table-classifier.js';
import { countOf, listNames } from '../../text/name-list.js';
import { printableLine } from '../../text/printable.js';

/** Columns that are listed. */
const MOST_LISTED = 30;

export function onnxText(model: TableClassifier, out: string, bytes: number): string {
  const inputs = onnxInputs(model);
  const { label, probabilities } = onnxOutputs(model);
  const { classes, decision } = model;
  const listed = inputs.slice(0, MOST_LISTED).map(inputCells);
  const widths = [0, 1, 2].map((i) => Math.max(...listed.map((cells) => cells[i].length)));
  const more = inputs.length - listed.length;
  const computed = inputs.filter((input) => input.computed !== undefined);
  const lines = [
    `Saved to ${out}: ${Math.ceil(bytes / 1024)} KiB, operator sets ai.onnx 17 and ai.onnx.ml 3.`,
    '',
    `It takes ${countOf(inputs.length, 'column')}, each rows x 1 unless another width is given:`,
    ...listed.map(
      (cells) =>
        `  ${cells
          .map((cell, i) => cell.padEnd(widths[i]))
          .join('  ')
          .trimEnd()}`,
    ),
    ...(more > 0 ? [`  and ${countOf(more, 'more column')} (--json lists all)`] : []),
    '',
    'It gives for each row:',
    `  ${label}: ${listNames(decision.actionsOf?.(classes) ?? classes)}, by ${decision.describe(classes)}`,
    `  ${probabilities}: rows x ${classes.length}, 32-bit floats, in the order ${listNames(classes)}`,
  ];
  if (decision.needsAllRows) {
    lines.push(
      '',
      'Each row is decided by a threshold there, because the file does not see all rows of a table.',
    );
  }
  if (computed.length === 0) lines.push('', 'It reads all columns as they are; nothing is computed before.');
  else lines.push('', ...computedLines(computed));
  return `${lines.join('\n')}\n`;
}

function inputCells({ name, type, width, computed, known }: OnnxInput): string[] {
  const kind = type === 'string' ? "text ('' if missing)" : 'double (NaN if missing)';
  const remarks = [
    ...(width === 1 ? [] : [`${width} wide`]),
    ...(computed ? ['computed before'] : []),
    ...(known ? [`knows ${listNames(known)}; others are missing`] : []),
  ];
  return [printableLine(name), kind, remarks.join(', ')];
}

function computedLines(inputs: readonly OnnxInput[]): string[] {
  return [
    `ONNX cannot read ${countOf(inputs.length, 'column')}: compute them before, with pandas for a table df (the function`,
    '`prepared` of docs/onnx.md does all of it):',
    ...inputs.slice(0, MOST_LISTED).map((input) => `  ${pythonOf(input, input.computed!)}`),
  ];
}

/** A line of Python that computes the column. */
function pythonOf({ name }: OnnxInput, computed: Computation): string {
  const column = `df[${JSON.stringify(name)}]`;
  switch (computed.kind) {
    case 'number': {
      const digits = `${column}.str.replace(r"[^0-9.,eE+-]", "", regex=True)`;
      const plain =
        computed.decimal === ','
          ? `${digits}.str.replace(".", "").str.replace(",", ".")`
          : `${digits}.str.replace(",", "")`;
      return `${column} = pandas.to_numeric(${plain})`;
    }
    case 'date':
      return `${column} = ${datesOf(column, computed.format)} / pandas.Timedelta("1ms")`;
    case 'range':
      return `# ${column}: the middle of each range as a number, such as 7 for "5-9"`;
    case 'text':
    case 'list':
      return `# ${column}: ${computed.kind}_features of docs/onnx.md`;
  }
}

/** A difference of times from 1970. */
function datesOf(column: string, format: string): string {
  const since = (dates: string) => `(${dates} - pandas.Timestamp(0))`;
  switch (format) {
    case 'time':
      return `pandas.to_timedelta(${column} + ":00")`;
    case 'quarter':
      return since(`pandas.PeriodIndex(${column}, freq="Q").to_timestamp()`);
    case 'month-year':
      return since(`pandas.to_datetime(${column}, format="%m/%Y")`);
    case 'compact':
      return since(`pandas.to_datetime(${column}, format="%Y%m%d")`);
    case 'day-first':
      return since(`pandas.to_datetime(${column}, dayfirst=True)`);
    default:
      return since(`pandas.to_datetime(${column})`);
  }
}
