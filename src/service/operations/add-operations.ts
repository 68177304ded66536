/** Adds what operations see of each request to an application: before its other hooks and its routes. */
import type { FastifyBaseLogger, FastifyInstance, FastifyRequest } from 'fastify';
import { isStreamed } from '../bodies/body-types.js';
import { ServiceError } from '../errors/service-error.js';
import type { ModelRegistry } from '../models/model-registry.js';
import { RETRY_AFTER_SECONDS } from '../pressure/pressure.js';
import { RequestLog } from './request-log.js';
import type { LogStream } from './service-logger.js';
import type { ServiceOperations } from './service-operations.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Rows that the request asked predictions for, for its line in the log. */
    scoredRows: number;
    /** Gives back what the request was admitted for. */
    endAdmission: (() => void) | null;
  }
  interface FastifyContextConfig {
    /** Whether probes and scrapes ask for it again and again: logged at the level `debug`. */
    readonly isProbe?: boolean;
  }
}

type Logger = FastifyBaseLogger & { readonly isLevelEnabled?: (level: string) => boolean };

/** Methods of requests without a body. */
const SAFE: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

export function addOperations(
  app: FastifyInstance,
  registry: ModelRegistry,
  operations: ServiceOperations,
  stream?: LogStream,
): void {
  const { metrics, pressure } = operations;
  // That of pino, or one that does nothing.
  const log = app.log as Logger;
  const lines = stream && new RequestLog(stream);
  operations.begin(log, () => registry.list());
  app.decorateRequest('scoredRows', 0);
  app.decorateRequest('endAdmission', null);

  app.addHook('onRequest', (request, { raw }, done) => {
    const start = performance.now();
    const release = registry.beginRequest();
    const left = operations.answering(raw);
    let isOver = false;
    const end = () => {
      // A finished answer is also closed.
      if (isOver) return;
      isOver = true;
      left();
      release();
      request.endAdmission?.();
      const status = raw.writableEnded ? raw.statusCode : 'aborted';
      const seconds = (performance.now() - start) / 1000;
      const { method, routeOptions } = request;
      metrics?.request({ method, route: routeOptions.url, status, seconds });
      const level = levelOf(status, routeOptions.config?.isProbe === true);
      if (lines === undefined || log.isLevelEnabled?.(level) !== true) return;
      const { id, params, scoredRows } = request;
      const { name } = (params ?? {}) as { readonly name?: string };
      // Other names are a client's.
      const model = name !== undefined && registry.get(name) !== undefined ? name : undefined;
      lines.write({
        level,
        requestId: id,
        method,
        route: routeOptions.url,
        status,
        seconds,
        model,
        rows: scoredRows,
      });
    };
    raw.on('finish', end);
    raw.on('close', end);
    done();
  });

  // After the hooks that check who asks, and before the body is read.
  app.addHook('preParsing', (request, _reply, _payload, done) => {
    if (SAFE.has(request.method)) return done();
    const admitted = pressure.admit(bodyBytes(request));
    if (typeof admitted === 'string') {
      metrics?.rejected(admitted);
      const retry = { 'retry-after': String(RETRY_AFTER_SECONDS) };
      return done(new ServiceError('unavailable', 'the service is overloaded: try again later', [], retry));
    }
    request.endAdmission = admitted;
    done();
  });
}

/** Most bytes of a stream that are in memory at the same time. */
const STREAM_BYTES = 2 ** 20;

/** A body of unknown length may be as long as the limit of its route. */
function bodyBytes({ headers, routeOptions: { bodyLimit } }: FastifyRequest): number {
  const most = isStreamed(headers['content-type']) ? Math.min(bodyLimit, STREAM_BYTES) : bodyLimit;
  const length = Number(headers['content-length']);
  return length >= 0 ? Math.min(length, most) : most;
}

function levelOf(status: number | 'aborted', isProbe: boolean) {
  if (status === 'aborted') return 'info';
  if (status >= 500) return 'error';
  return isProbe && status < 400 ? 'debug' : 'info';
}
