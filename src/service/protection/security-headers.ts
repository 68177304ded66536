/** Headers of every answer. */
import type { FastifyInstance } from 'fastify';

/** Answers are data: nothing of them is to be run, shown in a frame, or kept. */
const HEADERS = {
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
};
/** A year, as browsers ask for. */
const TRANSPORT_SECURITY = 'max-age=31536000';

export function addSecurityHeaders(app: FastifyInstance, isTls: boolean): void {
  app.addHook('onRequest', (request, reply, done) => {
    reply.headers(securityHeaders(isTls, request.id));
    done();
  });
}

/** The headers of the answer to one request. */
export function securityHeaders(isTls: boolean, requestId: string): Record<string, string> {
  const headers = { ...HEADERS, 'x-request-id': requestId };
  return isTls ? { ...headers, 'strict-transport-security': TRANSPORT_SECURITY } : headers;
}
