/** The work of `qcl-mixnet serve`. */
import type { FastifyInstance } from 'fastify';
import { InputError } from '../../errors.js';
import { ThreadPool } from '../../node/thread-pool.js';
import { createService } from '../../service/create-service.js';
import { ModelRegistry } from '../../service/models/model-registry.js';
import { LogStream } from '../../service/operations/service-logger.js';
import { ServiceOperations } from '../../service/operations/service-operations.js';
import { stopGracefully } from '../../service/operations/stop-gracefully.js';
import { isLoopback, loopbackHosts } from '../../service/protection/hosts.js';
import { BatchingScorer } from '../../service/scoring/batching-scorer.js';
import { countOf, listNames } from '../../text/name-list.js';
import type { ServeArguments } from '../commands/serve.js';
import { serving } from '../interrupt.js';
import { notices } from '../options/common-options.js';
import { serviceTls, serviceTokens } from '../options/service-access.js';
import { writeLog, writeResult } from '../output/output.js';

export async function serve(paths: string[], options: ServeArguments): Promise<void> {
  const { port, auth, logLevel, grace, drift, driftRows, driftMinutes, metrics } = options;
  const tokens = auth ? await serviceTokens(options, notices(options)) : [];
  if (tokens.length === 0 && auth && !isLoopback(options.host)) {
    throw new InputError(
      `--host ${options.host} can be reached from other machines, and there are no tokens: give --tokens FILE, set ` +
        'QCL_MIXNET_TOKENS, or add --no-auth to answer everyone',
    );
  }
  // One address: localhost may be two of them, each with a server of its own.
  const host = options.host === 'localhost' ? '127.0.0.1' : options.host;
  const tls = await serviceTls(options);
  const log = new LogStream(writeLog);
  process.on('exit', () => log.flush());
  const operations = await ServiceOperations.create({
    metrics,
    ...(drift && { drift: { rows: driftRows, minutes: driftMinutes } }),
  });
  const executor = new ThreadPool({ threads: options.jobs });
  const registry = await ModelRegistry.open(paths, {
    scorerOf: (loaded) => operations.watched(loaded, new BatchingScorer(loaded.model, executor)),
    onEvent: operations.onModelEvent,
  });
  try {
    const app = await createService(registry, {
      operations,
      log: { level: logLevel, stream: log },
      maxBodyBytes: options.maxBody,
      maxRows: options.maxRows,
      timeoutSeconds: options.timeout,
      tokens,
      // With tokens a page of another site gets nowhere.
      ...(tokens.length === 0 && isLoopback(host) && { hosts: loopbackHosts(host) }),
      ...(tls && { tls }),
      executor,
    });
    await serving(
      () => void registry.check({ force: true }),
      async (signal) => {
        const address = await listen(app, host, port);
        const names = registry.list().map(({ name }) => name);
        const access = tokens.length > 0 ? 'asking for a token' : 'without a token';
        // Standard error has the log, in which each line is JSON.
        await writeResult(
          `${countOf(names.length, 'model')} at ${address}, ${access}: ${listNames(names, names.length)}\n`,
        );
        if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve));
        app.log.info({ requests: operations.underWay, grace }, 'stopping');
        const cut = await stopGracefully(app, operations, 1000 * grace);
        app.log.info({ cut }, 'stopped');
      },
    );
  } finally {
    await registry.close();
    await operations.close();
    log.flush();
  }
}

const LISTENING = new Map<string | undefined, (host: string, port: number) => string>([
  ['EADDRINUSE', (_, port) => `--port ${port} is in use: stop the program that has it, or give another port`],
  ['EACCES', (_, port) => `--port ${port}: permission denied: give a port from 1024`],
  [
    'ENOTFOUND',
    (host) => `--host ${host}: there is no such name: give the name or an address of this machine`,
  ],
  ['EAI_AGAIN', (host) => `--host ${host}: the name cannot be looked up: give an address of this machine`],
  [
    'EADDRNOTAVAIL',
    (host) => `--host ${host} is not an address of this machine: give one that is, or 0.0.0.0 for all`,
  ],
  [
    'EINVAL',
    (host) => `--host ${host} is not an address to listen on: give a name or an address of this machine`,
  ],
]);

async function listen(app: FastifyInstance, host: string, port: number): Promise<string> {
  try {
    return await app.listen({ host, port, listenTextResolver: (address) => `serving at ${address}` });
  } catch (error) {
    const text = LISTENING.get((error as NodeJS.ErrnoException).code);
    throw text === undefined ? error : new InputError(text(host, port), { cause: error });
  }
}
