/** Ends a service so that no request that it has accepted stays without an answer. */
import { Server } from 'node:net';
import { setImmediate, setTimeout as wait } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import type { ServiceOperations } from './service-operations.js';

/**
 * A client may send a request on an open connection at the moment at which the service is told to stop. Only connections without
 * a request for this long are closed by the service; others end with their next answer.
 */
const IDLE_MILLISECONDS = 500;

/**
 * From now on the service is not ready and accepts no connections. Requests on open connections are answered; then the
 * application is closed. What is still under way after `graceMilliseconds` is cut off.
 *
 * @returns the number of requests that were cut off
 */
export async function stopGracefully(
  app: FastifyInstance,
  operations: ServiceOperations,
  graceMilliseconds: number,
): Promise<number> {
  const { server } = app;
  operations.beginStop();
  const deadline = performance.now() + graceMilliseconds;
  // Connections that the system has taken for the server are accepted in the next turns of the event loop.
  for (let turn = 0; turn < 2; turn++) await setImmediate();
  // Its own `close` would end idle connections at once.
  const closed = new Promise((resolve) => Server.prototype.close.call(server, resolve));
  const over = new AbortController();
  void closed.then(() => over.abort());
  const pause = (milliseconds: number) => wait(milliseconds, undefined, over).catch(() => {});
  while (!over.signal.aborted && performance.now() < deadline) {
    await pause(Math.min(IDLE_MILLISECONDS, deadline - performance.now()));
    server.closeIdleConnections();
  }
  const cut = over.signal.aborted ? 0 : operations.underWay;
  server.closeAllConnections();
  await app.close();
  return cut;
}
