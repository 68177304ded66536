/** The time that a long body may take to arrive, unless it is streamed. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isStreamed } from '../bodies/body-types.js';
import { sendError } from '../errors/error-handler.js';
import { ServiceError } from '../errors/service-error.js';

/** Looks so many times in the time that a body has. */
const LOOKS = 4;
/** A shorter body is not watched, which would cost as much as reading it: a slow client holds little more than its connection. */
const SHORT_BYTES = 2 ** 16;

/** One timer for all requests. */
export function limitBodyTime(app: FastifyInstance, milliseconds: number): void {
  const reading = new Map<FastifyRequest, { readonly reply: FastifyReply; readonly since: number }>();
  app.addHook('preParsing', (request, reply, _, done) => {
    const { headers } = request;
    if (!(Number(headers['content-length']) <= SHORT_BYTES) && !isStreamed(headers['content-type'])) {
      reading.set(request, { reply, since: performance.now() });
      reply.raw.once('close', () => reading.delete(request));
    }
    done();
  });
  const timer = setInterval(() => {
    const latest = performance.now() - milliseconds;
    for (const [request, { reply, since }] of reading) {
      // In the order of their start.
      if (since > latest) break;
      reading.delete(request);
      if (request.raw.complete) continue;
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
