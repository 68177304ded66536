/** `qcl-mixnet predict`: predicts each row of a table. */
import { type Command, Option } from 'commander';
import { TABLE_FORMATS, type TableFormat } from '../../tables/reading/table-formats.js';
import { loadAction } from '../load-action.js';
import {
  addMessageOptions,
  addTableOptions,
  type MessageOptions,
  type TableOptions,
} from '../options/common-options.js';
import { addThreadOptions, type ThreadOptions } from '../options/thread-options.js';

export interface PredictOptions extends TableOptions, MessageOptions, ThreadOptions {
  readonly proba?: boolean;
  readonly out?: string;
  readonly outFormat?: TableFormat;
}

export function addPredictCommand(program: Command): void {
  const command = program
    .command('predict')
    .description('predict the class of each row of a table')
    .argument('<model>', 'a model that train or compare saved')
    .argument('<table>', 'rows with the columns of the training table, in any order; - for standard input')
    .option('--proba', 'add a column probability_<class> for each class')
    .option('-o, --out <file>', 'where to write the predictions (default: standard output)')
    .addOption(
      new Option(
        '--out-format <name>',
        'format of the predictions (default: by the extension of --out, else csv)',
      ).choices(TABLE_FORMATS),
    );
  addMessageOptions(addTableOptions(addThreadOptions(command, 'prediction')))
    .addHelpText(
      'after',
      `
The extension of --out determines the format: .csv, .tsv, .jsonl (JSON lines) or .parquet; text also with .gz after it.

Examples:
  $ qcl-mixnet predict model.safetensors new.csv > predictions.csv
  $ qcl-mixnet predict model.safetensors new.csv.gz --proba --out predictions.csv
  $ qcl-mixnet predict model.safetensors new.parquet --out predictions.parquet
  $ zcat new.csv.gz | qcl-mixnet predict model.safetensors - | sort | uniq -c`,
    )
    .action(loadAction(async () => (await import('../actions/predict.js')).predict));
}
