/** Runs exported models in ONNX Runtime, and compares what they give with the model's own predictions. */
import { InferenceSession, Tensor } from 'onnxruntime-web';
import { expect } from 'vitest';
import { exportOnnx, OPERATOR_SETS, onnxInputs, onnxOutputs } from '../../src/onnx/export-onnx.js';
import { Graph } from '../../src/onnx/graph/graph.js';
import type { OnnxInput } from '../../src/onnx/preparation/inputs.js';
import { encodeModel } from '../../src/onnx/protobuf/model.js';
import { predictTable } from '../../src/pipeline/predict-table.js';
import type { TableClassifier } from '../../src/pipeline/table-classifier.js';
import { dateReader } from '../../src/tables/preparation/dates/date-column.js';
import type { DateFormat } from '../../src/tables/preparation/dates/date-format.js';
import { missingWordTest } from '../../src/tables/preparation/missing-words.js';
import { rangeMiddle } from '../../src/tables/preparation/ordinals/ranges.js';
import { type ListDelimiter, listMembers } from '../../src/tables/preparation/texts/list/list-members.js';
import { type TextMeasure, textMeasure } from '../../src/tables/preparation/texts/text/text-lengths.js';
import { type TokenKind, tokensOf } from '../../src/tables/preparation/texts/text/tokens.js';
import { type Column, cellText, type Table } from '../../src/tables/table.js';

const SESSION = { logSeverityLevel: 3, intraOpNumThreads: 1 } as const;

export interface OnnxPrediction {
  readonly labels: readonly string[];
  readonly probabilities: Float32Array;
}

/** A model in ONNX Runtime. */
export class OnnxModel {
  private constructor(
    private readonly session: InferenceSession,
    private readonly inputs: readonly OnnxInput[],
    private readonly outputs: { readonly label: string; readonly probabilities: string },
  ) {}

  static async load(model: TableClassifier): Promise<OnnxModel> {
    const session = await InferenceSession.create(exportOnnx(model), SESSION);
    return new OnnxModel(session, onnxInputs(model), onnxOutputs(model));
  }

  /** @param rows some rows of the table; default all */
  async predict(table: Table, rows?: readonly number[]): Promise<OnnxPrediction> {
    const chosen = rows ?? Array.from({ length: table.rows }, (_, row) => row);
    const feeds = Object.fromEntries(this.inputs.map((input) => [input.name, feedOf(input, table, chosen)]));
    const found = await this.session.run(feeds);
    return {
      labels: found[this.outputs.label].data as unknown as string[],
      probabilities: found[this.outputs.probabilities].data as Float32Array,
    };
  }
}

/** Expects the labels of the model itself on every row, and its probabilities up to 1e-5, also of a row alone and of none. */
export async function expectSamePredictions(model: TableClassifier, table: Table): Promise<void> {
  const onnx = await OnnxModel.load(model);
  const expected = await predictTable(model, table);
  const found = await onnx.predict(table);
  expect(found.labels).toEqual(expected.labels.map(String));
  expect(largestDifference(found.probabilities, expected.probabilities.data)).toBeLessThan(1e-5);
  const classes = model.classes.length;
  const last = table.rows - 1;
  const alone = await onnx.predict(table, [last]);
  expect(alone.labels).toEqual(found.labels.slice(last));
  expect(largestDifference(alone.probabilities, found.probabilities.slice(last * classes))).toBeLessThan(
    1e-6,
  );
  expect(await onnx.predict(table, [])).toEqual({ labels: [], probabilities: new Float32Array(0) });
}

export function largestDifference(one: Float32Array, other: Float32Array): number {
  expect(one.length).toBe(other.length);
  return one.reduce((most, value, i) => Math.max(most, Math.abs(value - other[i])), 0);
}

export function feedOf(input: OnnxInput, table: Table, rows: readonly number[]): Tensor {
  const column = table.columns.find(({ name }) => name === input.name);
  if (column === undefined) throw new Error(`the table has no column ${input.name}`);
  const text = (row: number) => cellText(table, column, row);
  const shape = [rows.length, input.width];
  if (input.type === 'string') {
    return new Tensor(
      'string',
      rows.map((row) => text(row) ?? ''),
      shape,
    );
  }
  return new Tensor('float64', Float64Array.from(rows.flatMap(numbersOf(input, column, text))), shape);
}

type TextOf = (row: number) => string | undefined;

/** What docs/onnx.md computes in Python. */
function numbersOf(input: OnnxInput, column: Column, text: TextOf): (row: number) => number[] {
  const { computed } = input;
  const missing = new Array<number>(input.width).fill(Number.NaN);
  switch (computed?.kind) {
    case undefined:
      return (row) => [column.kind === 'numeric' ? column.values[row] : Number(text(row) ?? Number.NaN)];
    case 'number':
      return (row) => [Number(text(row)?.replace(/[^\d.-]/g, '') ?? Number.NaN)];
    case 'range':
      return (row) => [rangeMiddle(text(row) ?? '')];
    case 'date': {
      const { dates } = dateReader(missingWordTest({}))(column, computed.format as DateFormat);
      return (row) => [dates[row]];
    }
    case 'text': {
      const { tokens, measures, vocabulary, indicator } = computed;
      return (row) => {
        const cell = text(row);
        if (cell === undefined)
          return missing.map((_, i) =>
            i < measures.length ? Number.NaN : i === input.width - 1 && indicator ? 1 : 0,
          );
        const found = tokensOf(cell, tokens as TokenKind);
        const products = vocabulary.map(
          ({ token, idf }) => found.filter((each) => each === token).length * idf,
        );
        const norm = Math.hypot(...products) || 1;
        return [
          ...measures.map((measure) => textMeasure(measure as TextMeasure, cell)),
          ...products.map((product) => product / norm),
          ...(indicator ? [0] : []),
        ];
      };
    }
    case 'list': {
      const { delimiter, members, count, indicator } = computed;
      return (row) => {
        const cell = text(row);
        const found = cell === undefined ? new Set<string>() : listMembers(cell, delimiter as ListDelimiter);
        return [
          ...members.map((member) => (found.has(member) ? 1 : 0)),
          ...(count ? [cell === undefined ? Number.NaN : found.size] : []),
          ...(indicator ? [cell === undefined ? 1 : 0] : []),
        ];
      };
    }
  }
}

/** What a graph made of some inputs gives, as numbers. */
export async function runGraph(
  inputs: Readonly<
    Record<string, { readonly type: 'float' | 'double'; readonly rows: readonly (readonly number[])[] }>
  >,
  build: (graph: Graph, inputs: Readonly<Record<string, string>>) => string,
  type: 'float' | 'double' | 'int64' = 'double',
  shape: readonly string[] = ['rows', 'columns'],
): Promise<number[]> {
  const graph = new Graph([...Object.keys(inputs), 'result']);
  const names = Object.entries(inputs).map(([name, { type: of, rows }]) => [
    name,
    graph.input(name, of, ['rows', rows[0].length]),
  ]);
  graph.output(build(graph, Object.fromEntries(names)), 'result', type, shape);
  const model = graph.finish({
    operatorSets: OPERATOR_SETS,
    metadata: new Map(),
    producer: { name: 'test', version: '1' },
  });
  const session = await InferenceSession.create(encodeModel(model), SESSION);
  const feeds = Object.entries(inputs).map(([name, { type: of, rows }]) => {
    const data = of === 'float' ? Float32Array.from(rows.flat()) : Float64Array.from(rows.flat());
    return [name, new Tensor(data, [rows.length, rows[0].length])];
  });
  const { result } = await session.run(Object.fromEntries(feeds));
  await session.release();
  return Array.from(result.data as ArrayLike<number | bigint>, Number);
}
