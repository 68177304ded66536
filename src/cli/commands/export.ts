/** `qcl-mixnet export`: a model in a format that other programs run. */
import { type Command, Option } from 'commander';
import { loadAction } from '../load-action.js';
import { addMessageOptions, type MessageOptions } from '../options/common-options.js';

const FORMATS = ['onnx', 'json', 'json-schema', 'qasm'] as const;
export type ExportFormat = (typeof FORMATS)[number];

export interface ExportOptions extends MessageOptions {
  /** Default: by the ending of `out`. */
  readonly format?: ExportFormat;
  readonly out: string;
  readonly json?: boolean;
}

export function addExportCommand(program: Command): void {
  const command = program
    .command('export')
    .description('save a model in a format that other programs run')
    .argument('<model>', 'a model that train or compare saved')
    .addOption(
      new Option('--format <name>', 'of the file (default: json or qasm by its ending, else onnx)').choices(
        FORMATS,
      ),
    )
    .requiredOption('-o, --out <file>', 'where to save it, for example model.onnx')
    .option('--json', 'write what the file takes and gives as one JSON object');
  addMessageOptions(command)
    .addHelpText('after', HELP)
    .action(loadAction(async () => (await import('../actions/export.js')).exportModel));
}

const HELP = `
The ONNX file does all that the model does: it takes the columns of a table by
name, with their texts, numbers and missing cells, prepares them, predicts,
calibrates and decides, and gives the label and the probabilities of each row.
Any runtime with the operator sets ai.onnx 17 and ai.onnx.ml 3 runs it, for
example ONNX Runtime in Python, C#, Java, C++ or a browser.

Dates, texts, lists and numbers with units are read by the program that calls
it: the output names these columns and says how, for Python.

--format json writes what the model file holds as one JSON object, and
--format json-schema the JSON Schema of it, which is the same for all models.

--format qasm writes the trained circuit of a qcl-mixnet with
quantum=circuit, in OpenQASM 3, with the angles of a row as inputs.

Examples:
  $ qcl-mixnet export model.safetensors --out model.onnx
  $ qcl-mixnet export model.safetensors --out model.onnx --json > inputs.json
  $ qcl-mixnet export model.safetensors --out model.json
  $ qcl-mixnet export circuit.safetensors --out circuit.qasm`;
