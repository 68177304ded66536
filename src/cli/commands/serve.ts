/** `qcl-mixnet serve`: answers requests for predictions over HTTP. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import { parseNumber } from '../../text/number-text.js';
import { loadAction } from '../load-action.js';
import {
  addMessageOptions,
  type MessageOptions,
  seconds,
  size,
  wholeNumber,
} from '../options/common-options.js';
import { addOperationOptions, type OperationArguments } from '../options/operation-options.js';
import { addThreadOptions, type ThreadOptions } from '../options/thread-options.js';

export interface ServeArguments extends MessageOptions, ThreadOptions, OperationArguments {
  readonly host: string;
  readonly port: number;
  readonly tokens?: string;
  /** False with `--no-auth`. */
  readonly auth: boolean;
  readonly tlsCert?: string;
  readonly tlsKey?: string;
  readonly maxBody: number;
  readonly maxRows: number;
  readonly timeout: number;
}

const [MAX_BODY, MAX_ROWS, TIMEOUT] = [16 * 2 ** 20, 10_000, 30];

export function addServeCommand(program: Command): void {
  const command = program
    .command('serve')
    .description('answer requests for predictions over HTTP')
    .argument('<models...>', 'models that train or compare saved; each has the name of its file')
    .option('--host <name>', 'name or address to listen on', '127.0.0.1')
    .option('--port <n>', 'port to listen on; 0: any free one', port, 8080)
    .option(
      '--tokens <file>',
      'a file of tokens, one a line: clients must send one of them (or QCL_MIXNET_TOKENS)',
    )
    .option('--no-auth', 'answer without tokens on a host that others can reach')
    .option('--tls-cert <file>', 'certificate (PEM, with its chain): answer over HTTPS')
    .option('--tls-key <file>', 'the private key of the certificate (PEM)')
    .addOption(
      new Option('--max-body <size>', 'largest body of a request that is not streamed')
        .argParser(size)
        .default(MAX_BODY, '16M'),
    )
    .option('--max-rows <n>', 'most rows of a request that is not streamed', wholeNumber, MAX_ROWS)
    .addOption(
      new Option('--timeout <time>', 'for headers, a body, and each pause of a stream')
        .argParser(seconds)
        .default(TIMEOUT, '30s'),
    );
  addMessageOptions(addThreadOptions(addOperationOptions(command), 'large requests'))
    .addHelpText('after', HELP)
    .action(loadAction(async () => (await import('../actions/serve.js')).serve));
}

function port(text: string): number {
  const value = parseNumber(text);
  if (!Number.isInteger(value) || value < 0 || value > 65535) {
    throw new InvalidArgumentError('Give an integer from 0 to 65535.');
  }
  return value;
}

const HELP = `
NAME is the file's name without its ending:
  POST /v1/models/NAME/predict   rows as JSON, CSV, JSON lines or Parquet
  POST /v1/models/NAME/explain   what raised and lowered each prediction
  GET  /v1/models                the models; /v1/models/NAME: with its columns
  GET  /openapi.json             the description of all this (OpenAPI 3.1)
  GET  /                         a page to try it
  GET  /healthz, /readyz         for probes, without a token

Tokens are asked for if there are any, as "authorization: Bearer TOKEN".
Without any, only this machine can be served: another --host needs --tokens,
QCL_MIXNET_TOKENS (tokens separated by blanks or commas) or --no-auth.

Examples:
  $ qcl-mixnet serve fraud.safetensors
  $ curl localhost:8080/v1/models/fraud/predict \\
      -H 'content-type: application/json' \\
      -d '{"rows": [{"amount": 12.5, "country": "FR"}]}'
  $ curl localhost:8080/v1/models/fraud/predict?reasons=3 \\
      -H 'content-type: text/csv' --data-binary @new.csv
  $ qcl-mixnet serve *.safetensors --host 0.0.0.0 --tokens tokens.txt \\
      --tls-cert cert.pem --tls-key key.pem`;
