/** A model as one ONNX file, from the columns of a table to labels and probabilities. */
import { Alerts } from '../decision/alerts.js';
import { InputError } from '../errors.js';
import { crc32 } from '../modelfile/crc32.js';
import { checkModel } from '../pipeline/check-options.js';
import { needsOf } from '../pipeline/fit-on-rows.js';
import type { TableClassifier } from '../pipeline/table-classifier.js';
import { VERSION } from '../version.js';
import { classifierProbabilities } from './classifiers/classifier-probabilities.js';
import { calibrated, priorCorrected } from './decision/calibration.js';
import { decided } from './decision/decided.js';
import { Graph, ML, type Value } from './graph/graph.js';
import type { OnnxInput } from './preparation/inputs.js';
import { preparedInputs, preparedRows, ROWS } from './preparation/prepared-rows.js';
import { encodeModel } from './protobuf/model.js';

/** Versions of the operator sets. */
export const OPERATOR_SETS = new Map([
  ['', 17],
  [ML, 3],
]);

/** The outputs; with `_output` behind the name if a column has it. */
const LABEL = 'label';
const PROBABILITIES = 'probabilities';

/**
 * The bytes of an `.onnx` file (operator sets ai.onnx 17 and ai.onnx.ml 3) that does all that the model does: it prepares
 * the columns, predicts, calibrates and decides.
 *
 * Its inputs are the columns that the model uses, by name, each rows x 1: texts, with '' for a missing cell, or 64-bit
 * floats, with NaN for a missing cell (`onnxInputs`). Its outputs are `label`, a text for each row, and `probabilities`,
 * rows x classes in the order of `model.classes`, 32-bit floats. The metadata has the classes, the inputs, the decision,
 * the version, and as `fingerprint` the CRC-32 of the model file.
 *
 * @throws InputError naming the part of the model that ONNX cannot express, and what can be done
 */
export function exportOnnx(model: TableClassifier): Uint8Array<ArrayBuffer> {
  checkModel('exportOnnx', model);
  const { preparation, classifier, calibrator, decision, classes } = model;
  const inputs = onnxInputs(model);
  const names = new Set(inputs.map(({ name }) => name));
  if (names.has('')) {
    throw new InputError(
      'the model uses a column without a name, which cannot be an input of ONNX: name the column and train again',
    );
  }
  const outputs = onnxOutputs(model);
  const graph = new Graph([...names, ...Object.values(outputs)]);
  const needs = needsOf(classifier);
  const X = preparedRows(graph, preparation, needs);
  const type = needs.form === 'values' ? 'double' : 'float';
  const raw = classifierProbabilities(graph, classifier, { value: X, type });
  const P = withCalibration(graph, raw, calibrator.toJSON(), classes.length);
  const actions = decision.actionsOf?.(classes) ?? classes;
  const action = decided(graph, decision, P, classes.length);
  const labels = graph.constant({ type: 'string', values: actions.map(String), shape: [actions.length] });
  graph.output(graph.node('Gather', [labels, action]), outputs.label, 'string', [ROWS]);
  graph.output(P, outputs.probabilities, 'float', [ROWS, classes.length]);
  const metadata = new Map([
    ['classes', JSON.stringify(classes)],
    ['actions', JSON.stringify(actions)],
    ['classifier', classifier.name],
    ['decision', ruleOf(model)],
    ['calibration', calibrator.describe(classes)],
    ['target', preparation.target ?? ''],
    ['inputs', JSON.stringify(inputs)],
    ['version', VERSION],
    ['trained with', model.provenance.version],
    ['fingerprint', crc32(model.toBytes()).toString(16).padStart(8, '0')],
  ]);
  const producer = { name: 'qcl-mixnet', version: VERSION };
  return encodeModel(graph.finish({ operatorSets: OPERATOR_SETS, metadata, producer }));
}

/** The inputs of the file that `exportOnnx` gives: the columns of the table that the model uses, in their order. */
export function onnxInputs({ preparation }: TableClassifier): OnnxInput[] {
  return preparedInputs(preparation);
}

/** The names of the outputs of `exportOnnx`. */
export function onnxOutputs(model: TableClassifier): {
  readonly label: string;
  readonly probabilities: string;
} {
  const names = new Set(onnxInputs(model).map(({ name }) => name));
  const free = (name: string): string => (names.has(name) ? free(`${name}_output`) : name);
  return { label: free(LABEL), probabilities: free(PROBABILITIES) };
}

function ruleOf({ decision, classes }: TableClassifier): string {
  const rule = decision.describe(classes);
  return decision instanceof Alerts ? `${rule}; here each row by the threshold ${decision.threshold}` : rule;
}

function withCalibration(
  graph: Graph,
  P: Value,
  { calibration, correction }: { readonly calibration: unknown; readonly correction?: unknown },
  classes: number,
): Value {
  const found = calibrated(graph, P, calibration, classes);
  if (correction === undefined) return found;
  return priorCorrected(graph, found, (correction as { readonly factors: readonly number[] }).factors);
}
