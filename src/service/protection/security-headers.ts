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
  const headers = securityHeaders(isTls);
  app.addHook('onRequest', (request, reply, done) => {
    reply.headers(headers).header('x-request-id', request.id);
    done();
  });
}

/** What every answer has beside the id of its request. */
export function securityHeaders(isTls: boolean): Readonly<Record<string, string>> {
  return { ...HEADERS, ...(isTls && { 'strict-transport-security': TRANSPORT_SECURITY }) };
}
