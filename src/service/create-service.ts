/** The HTTP service over models. */
import type { FastifyInstance } from 'fastify';
import { InputError } from '../errors.js';
import { addErrorHandlers } from './errors/error-handler.js';
import type { ModelRegistry } from './models/model-registry.js';
import { addOperations } from './operations/add-operations.js';
import { loggingOptions } from './operations/service-logger.js';
import { addHealthRoutes } from './routes/health-routes.js';
import { addModelRoutes } from './routes/model-routes.js';
import { addOperationRoutes } from './routes/operation-routes.js';
import { addPredictRoute } from './routes/predict-route.js';
import { DEFAULT_MAX_BODY_BYTES, type ServiceOptions } from './service-options.js';

/**
 * A Fastify application that answers requests for the models of a registry. It does not listen yet, and closing it leaves
 * the registry open.
 *
 * @throws InputError if the optional package fastify is not installed
 */
export async function createService(
  registry: ModelRegistry,
  { maxBodyBytes = DEFAULT_MAX_BODY_BYTES, operations, log }: ServiceOptions = {},
): Promise<FastifyInstance> {
  const { fastify, LogController } = await loadFastify();
  const app = fastify({
    bodyLimit: maxBodyBytes,
    ...(log && loggingOptions(log, LogController)),
  });
  if (operations) addOperations(app, registry, operations);
  addErrorHandlers(app);
  addHealthRoutes(app);
  if (operations) addOperationRoutes(app, registry, operations);
  addModelRoutes(app, registry);
  addPredictRoute(app, registry);
  return app;
}

async function loadFastify() {
  try {
    return await import('fastify');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error;
    throw new InputError('serve needs the optional package fastify: install it (npm install fastify)', {
      cause: error,
    });
  }
}
