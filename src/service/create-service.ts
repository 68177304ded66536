/** The HTTP service over models. */
import type { FastifyInstance, FastifyServerOptions } from 'fastify';
import { InputError } from '../errors.js';
import { ModelForms } from './answers/model-forms.js';
import { addBodyParsers } from './bodies/body-parsers.js';
import { addErrorHandlers, answerMalformed, asServiceError, sendError } from './errors/error-handler.js';
import type { ModelRegistry } from './models/model-registry.js';
import { addOperations } from './operations/add-operations.js';
import { loggingOptions } from './operations/service-logger.js';
import { LOOKS, limitBodyTime } from './protection/body-timeout.js';
import { requireHost } from './protection/hosts.js';
import { requestIds } from './protection/request-ids.js';
import { addSecurityHeaders, securityHeaders } from './protection/security-headers.js';
import { requireToken } from './protection/tokens.js';
import { addExplainRoute } from './routes/explain-route.js';
import { addHealthRoutes } from './routes/health-routes.js';
import { addModelRoutes } from './routes/model-routes.js';
import { addOpenApiRoute } from './routes/openapi-route.js';
import { addOperationRoutes, addReadyRoute } from './routes/operation-routes.js';
import { addPageRoute } from './routes/page-route.js';
import { addPredictRoute } from './routes/predict-route.js';
import { refuseOtherMethods, watchRoutes } from './routes/refuse-methods.js';
import type { ServiceContext } from './routes/service-context.js';
import {
  DEFAULT_MAX_BODY_BYTES,
  DEFAULT_MAX_ROWS,
  DEFAULT_TIMEOUT_SECONDS,
  type ServiceOptions,
} from './service-options.js';

/** Times the timeout that a connection may be silent, so that what did not arrive in time is answered before. */
const SILENCE = 1.5;
/** Characters of a parameter of an address: a longer name is no model's. */
const LONGEST_PARAMETER = 1024;

/**
 * A Fastify application that answers requests for the models of a registry. It does not listen yet, and closing it leaves
 * the registry open.
 *
 * @throws InputError if the optional package fastify is not installed
 */
export async function createService(
  registry: ModelRegistry,
  options: ServiceOptions = {},
): Promise<FastifyInstance> {
  const { maxBodyBytes = DEFAULT_MAX_BODY_BYTES, maxRows = DEFAULT_MAX_ROWS, tls, executor } = options;
  const { tokens = [], hosts, timeoutSeconds = DEFAULT_TIMEOUT_SECONDS, operations, log } = options;
  const milliseconds = timeoutSeconds * 1000;
  const { fastify, LogController } = await loadFastify();
  const headers = securityHeaders(tls !== undefined);
  const app: FastifyInstance = fastify({
    bodyLimit: maxBodyBytes,
    // Of silence on a connection, after those that answer; a stream may take as long as it likes otherwise.
    connectionTimeout: milliseconds * SILENCE,
    requestTimeout: 0,
    genReqId: requestIds(),
    routerOptions: { maxParamLength: LONGEST_PARAMETER },
    // Before any hook: the address cannot be decoded, for example.
    frameworkErrors: (error, request, reply) =>
      sendError(reply.headers(headers).header('x-request-id', request.id), request, asServiceError(error)),
    clientErrorHandler: answerMalformed,
    [tls ? 'https' : 'http']: {
      headersTimeout: milliseconds,
      // Of the time of headers; that of bodies is looked at as often.
      connectionsCheckingInterval: milliseconds / LOOKS,
      ...(tls && { cert: tls.certificate, key: tls.key }),
    },
    ...(log && loggingOptions(log, LogController)),
  } as FastifyServerOptions);
  const context: ServiceContext = { registry, forms: new ModelForms(), maxBodyBytes, maxRows, executor };
  // Now, so that the first request does not wait for it.
  for (const { model } of registry.list()) context.forms.of(model);
  if (operations) addOperations(app, registry, operations, log?.stream);
  addErrorHandlers(app);
  addBodyParsers(app);
  addSecurityHeaders(app, tls !== undefined);
  if (hosts !== undefined) requireHost(app, hosts);
  const open = watchRoutes(app);
  addPageRoute(app);
  addHealthRoutes(app);
  if (operations) addReadyRoute(app, registry, operations);
  refuseOtherMethods(app, open);
  await app.register(async (secured) => {
    if (tokens.length > 0) requireToken(secured, tokens);
    limitBodyTime(secured, milliseconds);
    const addresses = watchRoutes(secured);
    addModelRoutes(secured, context);
    addPredictRoute(secured, context);
    addExplainRoute(secured, context);
    addOpenApiRoute(secured, context, { hasTokens: tokens.length > 0 });
    if (operations) addOperationRoutes(secured, registry, operations);
    refuseOtherMethods(secured, addresses);
  });
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
