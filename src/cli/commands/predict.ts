/** `qcl-mixnet predict`: predicts each row of a table. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import { TABLE_FORMATS, type TableFormat } from '../../tables/reading/table-formats.js';
import { parseNumber } from '../../text/number-text.js';
import { loadAction } from '../load-action.js';
import {
  addMessageOptions,
  addTableOptions,
  coverageShare,
  type MessageOptions,
  probability,
  rowsOrShare,
  type TableOptions,
  wholeNumber,
} from '../options/common-options.js';
import { collectNames } from '../options/name-arguments.js';
import { addThreadOptions, type ThreadOptions } from '../options/thread-options.js';
import type { RiskArguments } from '../output/prediction-rule.js';

export interface PredictOptions extends TableOptions, MessageOptions, ThreadOptions, RiskArguments {
  readonly proba?: boolean;
  readonly reasons?: number;
  readonly novelty?: number | true;
  readonly coverage?: number;
  readonly review?: boolean;
  readonly adaptPrior?: boolean;
  readonly keep?: string[];
  readonly rowNumbers?: boolean;
  readonly escapeFormulas?: boolean;
  readonly out?: string;
  readonly parts?: string;
  readonly partRows?: number;
  readonly wholeTable?: boolean;
  readonly outFormat?: TableFormat;
  readonly json?: boolean;
}

export function addPredictCommand(program: Command): void {
  const command = program
    .command('predict')
    .description('predict the class of each row of a table')
    .argument('<model>', 'a model that train or compare saved')
    .argument('<table>', 'rows with the columns of the training table, in any order; - for standard input')
    .option('--proba', 'add a column probability_<class> for each class')
    .option(
      '--keep <columns>',
      'columns of the table to write too (comma-separated), or all; id columns of the training always are',
      collectNames,
    )
    .option('--row-numbers', 'add a column row: the data row of the table, from 1')
    .addOption(
      new Option('--sort <order>', 'order of the rows; adds the columns row and risk').choices(['risk']),
    )
    .option(
      '--top <rows>',
      'only the rows with the highest risk, sorted by it: 200, or 1% of them',
      rowsOrShare,
    )
    .option(
      '--threshold <p>',
      'predict the positive class where the risk is at least p (models of two classes)',
      probability,
    )
    .option('--positive <label>', 'the positive class: its probability is the risk (default: see below)')
    .option(
      '--reasons <n>',
      'add a column reasons: the n columns that raised or lowered the risk most (see explain)',
      wholeNumber,
    )
    .option(
      '--novelty [level]',
      'add columns novelty_p_value and novel: rows unlike those of training (default level: 0.01)',
      noveltyLevel,
    )
    .option(
      '--coverage <share>',
      'add a column prediction_set, which has the true class with this probability, such as 0.95',
      coverageShare,
    )
    .option('--review', 'add columns review and review_reason: the rows to review by hand (see below)')
    .option(
      '--adapt-prior',
      'estimate the class shares of the table without labels, and correct the probabilities to them',
    )
    .option('-o, --out <file>', 'where to write the predictions (default: standard output)')
    .option(
      '--parts <folder>',
      'write files of equally many rows there; the same command resumes (see below)',
    )
    .option('--part-rows <n>', 'rows of each part (default: 1000000)', wholeNumber)
    .option('--whole-table', 'read all rows before any is predicted, also of a large table (see below)')
    .addOption(
      new Option(
        '--out-format <name>',
        'format of the predictions (default: by the extension of --out, else csv)',
      ).choices(TABLE_FORMATS),
    )
    .option('--escape-formulas', 'an apostrophe before text that a spreadsheet would run (CSV and TSV)')
    .option('--json', 'with --out: write a summary to standard output as one JSON object');
  addMessageOptions(addTableOptions(addThreadOptions(command, 'prediction')))
    .addHelpText('after', HELP)
    .action(loadAction(async () => (await import('../actions/predict.js')).predict));
}

function noveltyLevel(text: string): number {
  const level = parseNumber(text);
  if (!(level > 0 && level < 1)) throw new InvalidArgumentError('Give a level between 0 and 1.');
  return level;
}

const HELP = `
The extension of --out determines the format: .csv, .tsv, .jsonl (JSON lines)
or .parquet; text also with .gz after it. Kept columns come first, as typed in
the table; missing cells are empty.

The risk of a row is the probability of the positive class, also if there are
more than two classes. That is the class of --positive, else the one that the
model's decision is about (a floor or alerts), else the one of the training's
--positive, else the rarest in training.

novelty_p_value is the share of rows like those of training that are at least
as unlike the others as this one; novel is true if it is at most the level. It
needs training rows in the model (train --keep-rows).

A prediction set has the true class of a row with the probability of
--coverage, whatever the class: no|yes for a row that could be either. With
--review a row is reviewed if its set is not the predicted class alone, and
with a decision by cost that has a cost of review (decide MODEL cost
--cost 'yes:no=100,no:yes=5,*:review=2'), if any prediction is expected to
cost more than that. The coverage is then 0.95 unless one is given or the
decision has a cost of review.

A large table is read, predicted and written block by block, so it may have any
number of rows (Parquet: by row groups, from a file). All rows are read at once
for --sort, --top with a share, --adapt-prior, --novelty, --reasons and
decisions that compare all rows (alerts), and if later rows change how earlier
ones are read: then standard input needs --whole-table.

--parts writes part-00000.csv and so on, each of them whole or not at all. If
the command is stopped, the same one goes on after the last part. It refuses a
folder of another model, table or options, and one with parts that have changed.

Examples:
  $ qcl-mixnet predict model.safetensors new.csv > predictions.csv
  $ qcl-mixnet predict model.safetensors new.csv --keep id,amount --top 200 \\
      --out riskiest.csv
  $ qcl-mixnet predict model.safetensors new.csv --keep all --threshold 0.3 \\
      --out flagged.parquet
  $ qcl-mixnet predict model.safetensors new.csv.gz --proba \\
      --out predictions.csv --json
  $ qcl-mixnet predict model.safetensors new.csv --top 20 --reasons 3
  $ qcl-mixnet predict model.safetensors new.csv --novelty --out predictions.csv
  $ qcl-mixnet predict model.safetensors new.csv --coverage 0.9 --review \\
      --out predictions.csv
  $ qcl-mixnet predict model.safetensors huge.csv.gz --keep id --parts scored
  $ zcat new.csv.gz | qcl-mixnet predict model.safetensors - | sort | uniq -c`;
