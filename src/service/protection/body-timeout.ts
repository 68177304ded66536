/** The time that a body may take to arrive, unless it is streamed. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isStreamed } from '../bodies/body-types.js';
import { sendError } from '../errors/error-handler.js';
import { ServiceError } from '../errors/service-error.js';
import { type Place, UnderWay } from '../under-way.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** While the body arrives. */
    bodyWait: Place<BodyWait> | null;
  }
}

interface BodyWait {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly since: number;
}

/** Looks so many times in the time that a body has. */
export const LOOKS = 4;

/** One timer for all requests. */
export function limitBodyTime(app: FastifyInstance, milliseconds: number): void {
  const waiting = new UnderWay<BodyWait>();
  const forget = (request: FastifyRequest) => {
    if (request.bodyWait !== null) waiting.remove(request.bodyWait);
  };
  app.decorateRequest('bodyWait', null);
  app.addHook('preParsing', (request, reply, _, done) => {
    const { headers } = request;
    const hasBody = headers['transfer-encoding'] !== undefined || Number(headers['content-length']) > 0;
    if (hasBody && !isStreamed(headers['content-type'])) {
      request.bodyWait = waiting.add({ request, reply, since: performance.now() });
    }
    done();
  });
  // A listener for the end of each answer would cost as much as reading a short body. A request that the client gives up is
  // forgotten when its time is over.
  app.addHook('preValidation', (request, _, done) => {
    forget(request);
    done();
  });
  app.addHook('onError', (request, _reply, _error, done) => {
    forget(request);
    done();
  });
  const timer = setInterval(() => {
    const latest = performance.now() - milliseconds;
    for (const { request, reply, since } of waiting.items()) {
      if (since > latest) continue;
      forget(request);
      if (request.raw.complete || request.raw.destroyed || reply.sent) continue;
      const error = new ServiceError(
        'timeout',
        `the body did not arrive within ${milliseconds / 1000} s`,
        [],
        {
          connection: 'close',
        },
      );
      sendError(reply, request, error);
    }
  }, milliseconds / LOOKS);
  timer.unref();
  app.addHook('onClose', async () => clearInterval(timer));
}
