/** Answers errors in the form `{"error": {"code", "message", ...}, "requestId"}`. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { InputError } from '../../errors.js';
import { ERROR_STATUS, type ErrorCode, ServiceError } from './service-error.js';

export function addErrorHandlers(app: FastifyInstance): void {
  app.setErrorHandler((error: Error, request, reply) => sendError(reply, request, asServiceError(error)));
  app.setNotFoundHandler((request, reply) =>
    sendError(reply, request, new ServiceError('not_found', 'there is nothing at this address')),
  );
}

function sendError(reply: FastifyReply, request: FastifyRequest, error: ServiceError): FastifyReply {
  return reply
    .code(error.statusCode)
    .headers(error.headers)
    .send({
      error: { code: error.code, ...error.problems[0], message: error.message },
      requestId: request.id,
    });
}

/** Of an error that is not about the request nothing is said. */
function asServiceError(error: Error & { readonly statusCode?: number }): ServiceError {
  if (error instanceof ServiceError) return error;
  if (error instanceof InputError) return new ServiceError('bad_request', error.message);
  const known = Object.entries(ERROR_STATUS).find(([, status]) => status === error.statusCode);
  if (known === undefined || error.statusCode === 500) {
    return new ServiceError('internal', 'the service failed to answer this request');
  }
  return new ServiceError(known[0] as ErrorCode, error.message);
}
