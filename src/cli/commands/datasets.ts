/** `qcl-mixnet datasets`: lists, locates, downloads and verifies the data sets of the paper's experiments. */
import { type Command, Option } from 'commander';
import { loadAction } from '../load-action.js';
import { addMessageOptions, type MessageOptions, seed, wholeNumber } from '../options/common-options.js';

export interface JsonOptions extends MessageOptions {
  readonly json?: boolean;
}

export interface FetchOptions extends MessageOptions {
  readonly force?: boolean;
  readonly from?: string;
}

export interface MapOptions extends MessageOptions {
  readonly out: string;
  readonly narrow?: string;
  readonly rows: number;
  readonly seed?: number;
}

export function addDatasetsCommand(program: Command): void {
  const command = program
    .command('datasets')
    .description("list, get and check the data sets of the paper's experiments")
    .addHelpText(
      'after',
      `
A table is looked for in the folder that QCL_MIXNET_DATA names (NAME.csv.gz or
NAME.csv), then among the downloads in $XDG_CACHE_HOME/qcl-mixnet or
~/.cache/qcl-mixnet. balance_scale comes with the package.

Examples:
  $ qcl-mixnet datasets list
  $ qcl-mixnet datasets fetch ecoli glass
  $ qcl-mixnet datasets fetch minerals --from Minerals_Database.csv
  $ qcl-mixnet datasets map ecoli glass --out maps.svg`,
    );
  const json = new Option('--json', 'write it as one JSON object');
  addMessageOptions(command.command('list'))
    .description('list the data sets with their size and location')
    .addOption(json)
    .action(loadAction(async () => (await import('../actions/datasets.js')).list));
  addMessageOptions(command.command('info'))
    .description('show one data set: classes, licence, citation, origin, checksum')
    .argument('<name>', 'a data set of the list')
    .addOption(json)
    .action(loadAction(async () => (await import('../actions/datasets.js')).info));
  addMessageOptions(command.command('fetch'))
    .description('download data sets into the cache (default: all that are missing)')
    .argument('[names...]', 'data sets of the list')
    .option('--force', 'download again what is already there')
    .option('--from <file>', 'use an original that you have downloaded; for one data set')
    .action(loadAction(async () => (await import('../actions/datasets.js')).fetchAll));
  addMessageOptions(command.command('verify'))
    .description('verify the checksums of the tables that are available (default: all)')
    .argument('[names...]', 'data sets of the list')
    .action(loadAction(async () => (await import('../actions/datasets.js')).verify));
  addMessageOptions(command.command('map'))
    .description('train qcl-mixnet on data sets and map their test rows by t-SNE, all on one page')
    .argument('[names...]', 'data sets of the list (default: all that are available)')
    .option('--out <file>', 'the page, an SVG', 'maps.svg')
    .option('--narrow <file>', 'the same page for narrow screens, 360 px wide')
    .option('--rows <n>', 'about how many test rows a map has at most, stratified', wholeNumber, 200)
    .option('--seed <n>', 'seed of split, training, sample and map (default: 42)', seed)
    .action(loadAction(async () => (await import('../actions/dataset-maps.js')).map));
}
