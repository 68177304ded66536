/** The work of `qcl-mixnet export`. */
import { loadModel } from '../../node/model-file.js';
import { exportOnnx, onnxInputs, onnxOutputs } from '../../onnx/export-onnx.js';
import type { TableClassifier } from '../../pipeline/table-classifier.js';
import { writeFileAtomically } from '../../platform/node/files/write-file-atomically.js';
import { circuitOf, exportQasm } from '../../qasm/export-qasm.js';
import { countOf } from '../../text/name-list.js';
import type { ExportOptions } from '../commands/export.js';
import { checkPaths } from '../options/check-paths.js';
import { onnxText } from '../output/onnx-text.js';
import { writeJson, writeResult } from '../output/output.js';

export async function exportModel(path: string, options: ExportOptions): Promise<void> {
  await checkPaths([['the model', path]], [['--out', options.out]]);
  const model = await loadModel(path);
  if (options.format === 'qasm') {
    await saveCircuit(model, options);
    return;
  }
  const bytes = exportOnnx(model);
  await writeFileAtomically(options.out, bytes);
  if (!options.json) {
    await writeResult(onnxText(model, options.out, bytes.length));
    return;
  }
  await writeJson({
    format: options.format,
    out: options.out,
    bytes: bytes.length,
    inputs: onnxInputs(model),
    outputs: onnxOutputs(model),
    classes: model.classes,
  });
}

async function saveCircuit(model: TableClassifier, { format, out, json }: ExportOptions): Promise<void> {
  const text = exportQasm(model);
  await writeFileAtomically(out, new TextEncoder().encode(text));
  const { qubits, layers, entangler } = circuitOf(model);
  const inputs = Array.from({ length: qubits }, (_, j) => `angle_${j}`);
  if (json) await writeJson({ format, out, bytes: text.length, qubits, layers, entangler, inputs });
  else {
    await writeResult(
      `Saved to ${out}: a circuit of ${countOf(qubits, 'qubit')} and ${countOf(layers, 'layer')} in OpenQASM 3.\n` +
        `It takes the angles of a row, ${inputs.join(', ')}: circuitAngles(model, table) in the library.\n`,
    );
  }
}
