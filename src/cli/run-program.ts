/** The program: its commands, and the exit code of each way to end. */
import { Command, CommanderError } from 'commander';
import { InputError, KernelMemoryError } from '../errors.js';
import { VERSION } from '../version.js';
import { DONE, EXIT_CODES, Exit, FAILED, WRONG_USE } from './exit-codes.js';
import { interruptedExit, wasInterrupted } from './interrupt.js';
import { withFlags } from './options/flag-names.js';
import { errorOutput, writeError, writeResult } from './output/output.js';

type AddCommand = (program: Command) => void;

/** In the order of the help. Each is loaded when it is needed, and its action (`loadAction`) when it runs. */
const COMMANDS = new Map<string, () => Promise<AddCommand>>([
  ['train', async () => (await import('./commands/train.js')).addTrainCommand],
  ['compare', async () => (await import('./commands/compare.js')).addCompareCommand],
  ['predict', async () => (await import('./commands/predict.js')).addPredictCommand],
  ['explain', async () => (await import('./commands/explain.js')).addExplainCommand],
  ['importance', async () => (await import('./commands/importance.js')).addImportanceCommand],
  ['evaluate', async () => (await import('./commands/evaluate.js')).addEvaluateCommand],
  ['watch', async () => (await import('./commands/watch.js')).addWatchCommand],
  ['serve', async () => (await import('./commands/serve.js')).addServeCommand],
  ['decide', async () => (await import('./commands/decide.js')).addDecideCommand],
  ['export', async () => (await import('./commands/export.js')).addExportCommand],
  ['sql', async () => (await import('./commands/sql.js')).addSqlCommand],
  ['inspect', async () => (await import('./commands/inspect.js')).addInspectCommand],
  ['card', async () => (await import('./commands/card.js')).addCardCommand],
  ['demo', async () => (await import('./commands/demo.js')).addDemoCommand],
  ['benchmark', async () => (await import('./commands/benchmark.js')).addBenchmarkCommand],
  ['ablate', async () => (await import('./commands/ablate.js')).addAblateCommand],
  ['results', async () => (await import('./commands/results.js')).addResultsCommand],
  ['report', async () => (await import('./commands/report.js')).addReportCommand],
  ['datasets', async () => (await import('./commands/datasets.js')).addDatasetsCommand],
  ['classifiers', async () => (await import('./commands/classifiers.js')).addClassifiersCommand],
]);

/** Parses the arguments, runs the command, and returns the exit code. */
export async function runProgram(argv: readonly string[]): Promise<number> {
  let debug = Boolean(process.env.DEBUG);
  // Node would write the message unescaped.
  process.on('uncaughtException', (error) => process.exit(explain(error, argv[2], debug)));
  const program = new Command('qcl-mixnet')
    .description('Finds rare classes in tables: trains QCL-MixNet on your rows and predicts with it.')
    .version(VERSION, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand('help [command]', 'print the help of a command')
    .showHelpAfterError('(add --help for the options and examples)')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void writeResult(text),
      writeErr: (text) => void errorOutput.write(text),
    })
    .hook('preAction', async (_, action) => {
      debug ||= action.opts().debug === true;
      // Before the command loads anything that compiles kernels.
      await import('../platform/node/v8-flags.js');
    })
    .addHelpText(
      'after',
      `
Examples:
  $ qcl-mixnet demo
  $ qcl-mixnet train events.csv --target label --out model.safetensors
  $ qcl-mixnet compare events.csv --target label --model best.safetensors
  $ qcl-mixnet predict model.safetensors new-events.csv --out predictions.csv

${EXIT_CODES}`,
    );
  for (const load of neededCommands(argv[2])) (await load())(program);
  try {
    await program.parseAsync(argv);
    if (!wasInterrupted()) return DONE;
    writeError('interrupted when everything was done');
    return interruptedExit().code;
  } catch (error) {
    return explain(error, argv[2], debug);
  }
}

/** All of them for the help, and to suggest one for an unknown name. */
function neededCommands(first: string | undefined): Iterable<() => Promise<AddCommand>> {
  if (first === '-V' || first === '--version') return [];
  const named = COMMANDS.get(first ?? '');
  return named ? [named] : COMMANDS.values();
}

function explain(error: unknown, command: string, debug: boolean): number {
  if (error instanceof Exit) return error.code;
  // Commander has printed its own message, or the help that was asked for.
  if (error instanceof CommanderError) return error.exitCode === 0 ? DONE : WRONG_USE;
  const mistake = error instanceof InputError;
  const known = mistake || error instanceof KernelMemoryError;
  const message = mistake
    ? withFlags(error, command)
    : error instanceof Error
      ? error.message
      : String(error);
  writeError(known ? `error: ${message}` : `unexpected error: ${message}`);
  if (debug && error instanceof Error) writeError(error.stack ?? '');
  else if (!known) writeError('(--debug shows where; please report it)');
  return mistake ? WRONG_USE : FAILED;
}
