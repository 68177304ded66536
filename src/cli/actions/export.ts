/** The work of `qcl-mixnet export`. */
import { extname } from 'node:path';
import { loadModel } from '../../node/model-file.js';
import { exportOnnx, onnxInputs, onnxOutputs } from '../../onnx/export-onnx.js';
import { modelJsonSchema, modelToJson } from '../../pipeline/model-json.js';
import type { TableClassifier } from '../../pipeline/table-classifier.js';
import { writeFileAtomically } from '../../platform/node/files/write-file-atomically.js';
import { circuitOf, exportQasm } from '../../qasm/export-qasm.js';
import { countOf } from '../../text/name-list.js';
import type { ExportFormat, ExportOptions } from '../commands/export.js';
import { checkPaths } from '../options/check-paths.js';
import { onnxText } from '../output/onnx-text.js';
import { writeJson, writeResult } from '../output/output.js';

export async function exportModel(path: string, options: ExportOptions): Promise<void> {
  const { out, json, format = formatOf(out) } = options;
  await checkPaths([['the model', path]], [['--out', out]]);
  const model = await loadModel(path);
  if (format === 'qasm') {
    await saveCircuit(model, out, json);
    return;
  }
  const bytes = BYTES[format](model);
  await writeFileAtomically(out, bytes);
  const isOnnx = format === 'onnx';
  if (!json) {
    const size = `Saved to ${out}: ${Math.ceil(bytes.length / 1024)} KiB.\n`;
    await writeResult(isOnnx ? onnxText(model, out, bytes.length) : size);
    return;
  }
  await writeJson({
    format,
    out,
    bytes: bytes.length,
    ...(isOnnx && { inputs: onnxInputs(model), outputs: onnxOutputs(model), classes: model.classes }),
  });
}

const BYTES: Readonly<Record<Exclude<ExportFormat, 'qasm'>, (model: TableClassifier) => Uint8Array>> = {
  onnx: exportOnnx,
  json: (model) => Buffer.from(`${modelToJson(model)}\n`),
  'json-schema': () => Buffer.from(`${JSON.stringify(modelJsonSchema(), undefined, 2)}\n`),
};

/** By the ending of the file. */
function formatOf(out: string): ExportFormat {
  const ending = extname(out).toLowerCase();
  return ending === '.json' ? 'json' : ending === '.qasm' ? 'qasm' : 'onnx';
}

async function saveCircuit(model: TableClassifier, out: string, json = false): Promise<void> {
  const text = exportQasm(model);
  await writeFileAtomically(out, new TextEncoder().encode(text));
  const { qubits, layers, entangler } = circuitOf(model);
  const inputs = Array.from({ length: qubits }, (_, j) => `angle_${j}`);
  if (json) await writeJson({ format: 'qasm', out, bytes: text.length, qubits, layers, entangler, inputs });
  else {
    await writeResult(
      `Saved to ${out}: a circuit of ${countOf(qubits, 'qubit')} and ${countOf(layers, 'layer')} in OpenQASM 3.\n` +
        `It takes the angles of a row, ${inputs.join(', ')}: circuitAngles(model, table) in the library.\n`,
    );
  }
}
