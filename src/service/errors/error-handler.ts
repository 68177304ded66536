/** Answers errors in the form `{"error": {"code", "message", ...}, "requestId"}`. */
import type { Socket } from 'node:net';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { InputError } from '../../errors.js';
import { listNames } from '../../text/name-list.js';
import { BODY_TYPES } from '../bodies/body-types.js';
import { ServiceError } from './service-error.js';

export function addErrorHandlers(app: FastifyInstance): void {
  app.setErrorHandler((error: Error, request, reply) => {
    const answer = asServiceError(error);
    if (answer.code === 'internal')
      request.log.error({ requestId: request.id, err: error }, 'unexpected error');
    return sendError(reply, request, answer);
  });
  app.setNotFoundHandler((request, reply) => sendError(reply, request, notFound()));
}

export function notFound(): ServiceError {
  return new ServiceError(
    'not_found',
    'there is nothing at this address: /openapi.json describes the service',
  );
}

/** Also for a request that no route took: its address cannot be decoded, for example. */
export function sendError(reply: FastifyReply, request: FastifyRequest, error: ServiceError): FastifyReply {
  return reply
    .code(error.statusCode)
    .headers(error.headers)
    .type('application/json; charset=utf-8')
    .send(JSON.stringify(errorBody(error, request.id)));
}

export function errorBody({ code, message, problems }: ServiceError, requestId: string) {
  const [first] = problems;
  return {
    error: { code, ...first, message, ...(problems.length > 1 && { problems }) },
    requestId,
  };
}

/** The errors of Fastify that are about the request, by their code. */
const OF_FRAMEWORK = new Map<string, () => ServiceError>([
  [
    'FST_ERR_CTP_BODY_TOO_LARGE',
    () =>
      new ServiceError(
        'too_large',
        'the body is larger than the service accepts: send fewer rows, or stream them as application/x-ndjson',
      ),
  ],
  [
    'FST_ERR_CTP_INVALID_MEDIA_TYPE',
    () =>
      new ServiceError(
        'unsupported_media_type',
        `the content type is not one of ${listNames(BODY_TYPES, BODY_TYPES.length)}: set the header content-type`,
      ),
  ],
  [
    'FST_ERR_CTP_INVALID_CONTENT_LENGTH',
    () => new ServiceError('bad_request', 'the body does not have the bytes that content-length says'),
  ],
  [
    'FST_ERR_BAD_URL',
    () => new ServiceError('bad_request', 'the address cannot be decoded: check its % signs'),
  ],
  ['FST_ERR_MAX_PARAM_LENGTH', () => new ServiceError('not_found', 'there is no model of so long a name')],
  ['ECONNRESET', () => new ServiceError('bad_request', 'the connection ended before the body did')],
]);

/** Advice about options of the command line, which a client does not have. */
const COMMAND_ADVICE = / \(--[a-z-]+ [^()]* does that\)/g;

/** Of an error that is not about the request nothing is told. */
export function asServiceError(
  error: Error & { readonly code?: string; readonly statusCode?: number },
): ServiceError {
  if (error instanceof ServiceError) return error;
  if (error instanceof InputError) {
    const message = error.message.replace(COMMAND_ADVICE, '');
    const problems = error.cells.map((cell) => ({ ...cell, message }));
    return new ServiceError('bad_request', message, problems);
  }
  const known = OF_FRAMEWORK.get(error.code ?? '');
  if (known !== undefined) return known();
  const { statusCode = 500 } = error;
  if (statusCode >= 400 && statusCode < 500) {
    return new ServiceError('bad_request', 'the request is not valid, or ended early');
  }
  return new ServiceError('internal', 'the service could not answer this request: its log has the reason');
}

const MALFORMED = new Map<string | undefined, ServiceError>([
  ['HPE_HEADER_OVERFLOW', new ServiceError('headers_too_large', 'the headers are too large')],
  ['ERR_HTTP_REQUEST_TIMEOUT', new ServiceError('timeout', 'the headers did not arrive in time')],
]);

/** Answers what is not HTTP, or takes too long to be, and ends the connection. */
export function answerMalformed(error: Error & { readonly code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const answer =
    MALFORMED.get(error.code) ?? new ServiceError('bad_request', 'this is not a valid HTTP request');
  const body = JSON.stringify(errorBody(answer, 'none'));
  socket.end(
    `HTTP/1.1 ${answer.statusCode} ${answer.code}\r\ncontent-type: application/json; charset=utf-8\r\n` +
      `content-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
  );
}
