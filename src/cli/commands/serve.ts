/** `qcl-mixnet serve`: answers requests for predictions over HTTP. */
import { type Command, InvalidArgumentError } from 'commander';
import { parseNumber } from '../../text/number-text.js';
import { loadAction } from '../load-action.js';
import { addMessageOptions, type MessageOptions } from '../options/common-options.js';
import { addOperationOptions, type OperationArguments } from '../options/operation-options.js';

export interface ServeArguments extends MessageOptions, OperationArguments {
  readonly host: string;
  readonly port: number;
}

export function addServeCommand(program: Command): void {
  const command = program
    .command('serve')
    .description('answer requests for predictions over HTTP')
    .argument('<models...>', 'models that train or compare saved, each served under the name of its file')
    .option('--host <name>', 'name or address to listen on', '127.0.0.1')
    .option('--port <n>', 'port to listen on; 0: any free one', port, 8080);
  addMessageOptions(addOperationOptions(command)).action(
    loadAction(async () => (await import('../actions/serve.js')).serve),
  );
}

function port(text: string): number {
  const value = parseNumber(text);
  if (!Number.isInteger(value) || value < 0 || value > 65535) {
    throw new InvalidArgumentError('Give an integer from 0 to 65535.');
  }
  return value;
}
