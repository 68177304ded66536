/** The work of `qcl-mixnet serve`. */
import { createService } from '../../service/create-service.js';
import { ModelRegistry } from '../../service/models/model-registry.js';
import { LogStream } from '../../service/operations/service-logger.js';
import { ServiceOperations } from '../../service/operations/service-operations.js';
import { stopGracefully } from '../../service/operations/stop-gracefully.js';
import { BatchingScorer } from '../../service/scoring/batching-scorer.js';
import type { ServeArguments } from '../commands/serve.js';
import { serving } from '../interrupt.js';
import { writeLog } from '../output/output.js';

export async function serve(models: string[], options: ServeArguments): Promise<void> {
  const { host, port, logLevel, grace, drift, driftRows, driftMinutes, metrics } = options;
  const log = new LogStream(writeLog);
  process.on('exit', () => log.flush());
  const operations = await ServiceOperations.create({
    metrics,
    ...(drift && { drift: { rows: driftRows, minutes: driftMinutes } }),
  });
  const registry = await ModelRegistry.open(models, {
    scorerOf: (loaded) => operations.watched(loaded, new BatchingScorer(loaded.model)),
    onEvent: operations.onModelEvent,
  });
  const app = await createService(registry, { operations, log: { level: logLevel, stream: log } });
  await serving(
    () => void registry.check({ force: true }),
    async (signal) => {
      await app.listen({ host, port, listenTextResolver: (address) => `serving at ${address}` });
      if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve));
      app.log.info({ requests: operations.underWay, grace }, 'stopping');
      const cut = await stopGracefully(app, operations, 1000 * grace);
      app.log.info({ cut }, 'stopped');
    },
  );
  await registry.close();
  await operations.close();
  log.flush();
}
