/**
 * Which hosts a request may be for. A page of another site can reach a service on this machine by a name that it lets point
 * here (DNS rebinding); the browser then sends that name.
 */
import type { FastifyInstance } from 'fastify';
import { quote } from '../../text/name-list.js';
import { ServiceError } from '../errors/service-error.js';

const LOOPBACK_NAMES = ['localhost', '127.0.0.1', '[::1]'];

/** Whether only this machine can reach a server that listens on the name or address. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(?:\.\d{1,3}){3}$/.test(host);
}

/** Names and addresses that reach a server on a loopback address. */
export function loopbackHosts(host: string): string[] {
  return [...LOOPBACK_NAMES, host.includes(':') ? `[${host}]` : host];
}

/** Refuses every request with another name in its header Host. */
export function requireHost(app: FastifyInstance, hosts: readonly string[]): void {
  const known = new Set(hosts.map((host) => host.toLowerCase()));
  let lastKnown: string | undefined;
  app.addHook('onRequest', (request, _, done) => {
    const { host } = request.headers;
    // Most clients write it as the one before did.
    if (host !== undefined && host === lastKnown) return done();
    const given = (host ?? '').toLowerCase().replace(/:\d*$/, '');
    if (known.has(given)) {
      lastKnown = host;
      done();
    } else {
      done(
        new ServiceError(
          'forbidden_host',
          `the host ${quote(given)} is not one that this service answers for: without tokens it answers for this machine alone`,
        ),
      );
    }
  });
}
