/** The work of `qcl-mixnet export`. */
import { loadModel } from '../../node/model-file.js';
import { exportOnnx, onnxInputs, onnxOutputs } from '../../onnx/export-onnx.js';
import { writeFileAtomically } from '../../platform/node/files/write-file-atomically.js';
import type { ExportOptions } from '../commands/export.js';
import { checkPaths } from '../options/check-paths.js';
import { onnxText } from '../output/onnx-text.js';
import { writeJson, writeResult } from '../output/output.js';

export async function exportModel(path: string, options: ExportOptions): Promise<void> {
  await checkPaths([['the model', path]], [['--out', options.out]]);
  const model = await loadModel(path);
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
