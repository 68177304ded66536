/** `qcl-mixnet sql`: a query of DuckDB with the functions of a model. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import { TABLE_FORMATS, type TableFormat } from '../../tables/reading/table-formats.js';
import { loadAction } from '../load-action.js';
import { addMessageOptions, type MessageOptions, size } from '../options/common-options.js';
import { addThreadOptions, type ThreadOptions } from '../options/thread-options.js';

/** A model with the name that its functions start with. */
export interface NamedModel {
  readonly name: string;
  readonly path: string;
}

export interface SqlOptions extends MessageOptions, ThreadOptions {
  readonly database?: string;
  readonly write?: boolean;
  readonly model?: readonly NamedModel[];
  readonly positive?: string;
  readonly memoryLimit?: number;
  readonly out?: string;
  readonly outFormat?: TableFormat;
}

export function addSqlCommand(program: Command): void {
  const command = program
    .command('sql')
    .description('run a query of SQL with the functions of a model, by DuckDB')
    .argument('<model>', 'a model that train or compare saved')
    .argument('<query>', 'what to run, for example "select id, risk(t) from \'new.csv\' t"')
    .option('--database <file>', 'a database of DuckDB with the tables (default: only files)')
    .option('--write', 'open the database for writing; a new one is created')
    .option(
      '--model <name=path>',
      'another model, with functions such as name_predict (can be repeated)',
      namedModel,
    )
    .option('--positive <label>', 'the class whose probability is the risk (default: see predict)')
    .option('-o, --out <file>', 'where to write the rows (default: standard output)')
    .addOption(
      new Option(
        '--out-format <name>',
        'format of the rows (default: by the extension of --out, else csv)',
      ).choices(TABLE_FORMATS),
    )
    .option('--memory-limit <size>', 'memory limit of the database (default: 80 % of the memory)', size);
  addMessageOptions(addThreadOptions(command, 'the database and for prediction'))
    .addHelpText('after', HELP)
    .action(loadAction(async () => (await import('../actions/sql.js')).sql));
}

function namedModel(text: string, earlier: readonly NamedModel[] = []): NamedModel[] {
  const [, name, path] = /^([A-Za-z_]\w*)=(.+)$/.exec(text) ?? [];
  if (name === undefined) {
    throw new InvalidArgumentError(
      'Give a name of letters, digits and underscores, and a path: churn=churn.st.',
    );
  }
  return [...earlier, { name, path }];
}

const HELP = `
The functions take a row, named as in from new_rows t:

  predict(t)               the label that the model decides
  risk(t)                  the probability of the positive class
  probability(t, 'label')  the probability of a class
  predict_all(t)           all of it as a STRUCT

Columns are found by name; those that the model does not use are ignored. Rows
can come from CSV, JSON and Parquet files by their names, and from a database,
which is opened read-only. Needs the package @duckdb/node-api.

A terminal shows the first rows as a table; everything else is written as by
predict: .csv, .tsv, .jsonl or .parquet, text also with .gz after it.

Examples:
  $ qcl-mixnet sql model.safetensors "select id, predict(t) from 'new.csv' t"
  $ qcl-mixnet sql model.safetensors "select country, count(*), avg(risk(t))
      from 'new/*.parquet' t group by country" --out risks.csv
  $ qcl-mixnet sql model.safetensors "create table scored as
      select *, risk(t) as risk from transactions t" --database bank.db --write`;
