/** The work of `qcl-mixnet export`. */
import { loadModel } from '../../node/model-file.js';
import { exportOnnx, onnxInputs, onnxOutputs } from '../../onnx/export-onnx.js';
import { modelJsonSchema, modelToJson } from '../../pipeline/model-json.js';
import type { TableClassifier } from '../../pipeline/table-classifier.js';
import { writeFileAtomically } from '../../platform/node/files/write-file-atomically.js';
import type { ExportFormat, ExportOptions } from '../commands/export.js';
import { checkPaths } from '../options/check-paths.js';
import { onnxText } from '../output/onnx-text.js';
import { writeJson, writeResult } from '../output/output.js';

export async function exportModel(path: string, options: ExportOptions): Promise<void> {
  const { format, out, json } = options;
  await checkPaths([['the model', path]], [['--out', out]]);
  const model = await loadModel(path);
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

const BYTES: Readonly<Record<ExportFormat, (model: TableClassifier) => Uint8Array>> = {
  onnx: exportOnnx,
  json: (model) => Buffer.from(`${modelToJson(model)}\n`),
  'json-schema': () => Buffer.from(`${JSON.stringify(modelJsonSchema(), undefined, 2)}\n`),
};
