/** What those who run the service ask for: whether it is ready, its metrics, the drift of its models. */
import type { FastifyInstance } from 'fastify';
import type { DriftState } from '../drift/drift-monitor.js';
import { ServiceError } from '../errors/service-error.js';
import type { ModelRegistry } from '../models/model-registry.js';
import type { ServiceOperations } from '../operations/service-operations.js';
import { findModel, type ModelParams } from './find-model.js';

/** For probes, which send no token. */
export function addReadyRoute(
  app: FastifyInstance,
  registry: ModelRegistry,
  operations: ServiceOperations,
): void {
  app.get('/readyz', PROBE, async () => {
    if (operations.isStopping) throw new ServiceError('unavailable', 'the service is stopping');
    return { status: 'ready', models: registry.list().length };
  });
}

const PROBE = { config: { isProbe: true } };

export function addOperationRoutes(
  app: FastifyInstance,
  registry: ModelRegistry,
  operations: ServiceOperations,
): void {
  const { metrics } = operations;
  if (metrics) {
    app.get('/metrics', PROBE, async (_request, reply) =>
      reply.header('content-type', metrics.contentType).send(await metrics.text()),
    );
  }

  app.get<ModelParams>('/v1/models/:name/drift', async ({ params }) => {
    const { name, generation } = findModel(registry, params.name);
    const monitor = operations.monitorOf(name);
    if (monitor === undefined) {
      throw new ServiceError(
        'not_found',
        'the drift of models is not watched: start the service with --drift',
      );
    }
    return { model: name, generation, ...driftAnswer(monitor.state) };
  });
}

function driftAnswer({ since, rows, sampled, last, unavailable }: DriftState) {
  if (unavailable !== undefined) return { status: 'unavailable', reason: unavailable };
  return { status: last ? 'compared' : 'collecting', next: { since, rows, sampled }, ...(last && { last }) };
}
