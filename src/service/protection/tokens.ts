/** Bearer tokens (RFC 6750) that clients send. */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { ServiceError } from '../errors/service-error.js';

/** Refuses every request of `app` without one of the tokens. */
export function requireToken(app: FastifyInstance, tokens: readonly string[]): void {
  const known = tokens.map(digest);
  app.addHook('onRequest', (request, _, done) => {
    const given = /^bearer +(\S+) *$/i.exec(request.headers.authorization ?? '')?.[1];
    done(given !== undefined && isKnown(digest(given), known) ? undefined : refusal(given));
  });
}

/** Of equal length whatever the token, so that a comparison tells nothing about it. */
function digest(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/** Compares with all of them, so that the time does not tell which. */
function isKnown(given: Buffer, known: readonly Buffer[]): boolean {
  let found = false;
  for (const each of known) found = timingSafeEqual(given, each) || found;
  return found;
}

function refusal(given: string | undefined): ServiceError {
  const [message, challenge] =
    given === undefined
      ? ['this needs a token: send the header "authorization: Bearer TOKEN"', 'Bearer realm="qcl-mixnet"']
      : ['the token is not valid', 'Bearer realm="qcl-mixnet", error="invalid_token"'];
  return new ServiceError('unauthorized', message, [], { 'www-authenticate': challenge });
}
