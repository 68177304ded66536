/** The time that a body may take to arrive, unless it is streamed. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isStreamed } from '../bodies/body-types.js';
import { sendError } from '../errors/error-handler.js';
import { ServiceError } from '../errors/service-error.js';

/** Looks so many times in the time that a body has. */
const LOOKS = 4;

/** One timer for all requests, since one for each would cost more than reading most bodies. */
export function limitBodyTime(app: FastifyInstance, milliseconds: number): void {
  const reading = new Map<FastifyRequest, { readonly reply: FastifyReply; readonly since: number }>();
  app.addHook('preParsing', (request, reply, _, done) => {
    if (!isStreamed(request.headers['content-type'])) {
      reading.set(request, { reply, since: performance.now() });
    }
    done();
  });
  app.addHook('preValidation', (request, _, done) => {
    reading.delete(request);
    done();
  });
  app.addHook('onSend', (request, _, payload, done) => {
    reading.delete(request);
    done(null, payload);
  });
  app.addHook('onRequestAbort', (request, done) => {
    reading.delete(request);
    done();
  });
  const timer = setInterval(() => {
    const latest = performance.now() - milliseconds;
    for (const [request, { reply, since }] of reading) {
      // In the order of their start.
      if (since > latest) break;
      reading.delete(request);
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
