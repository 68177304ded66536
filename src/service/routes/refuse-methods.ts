/** Answers known addresses with other methods. */
import type { FastifyInstance, HTTPMethods } from 'fastify';
import { ServiceError } from '../errors/service-error.js';

const METHODS: readonly HTTPMethods[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE'];

/** Each address of `app` that has a route so far is answered with 405 for the methods that have none. */
export function refuseOtherMethods(
  app: FastifyInstance,
  addresses: ReadonlyMap<string, readonly string[]>,
): void {
  for (const [url, allowed] of addresses) {
    const error = new ServiceError(
      'method_not_allowed',
      `this address allows ${allowed.join(', ')} only`,
      [],
      { allow: allowed.join(', ') },
    );
    app.route({
      method: METHODS.filter((method) => !allowed.includes(method as string)) as HTTPMethods[],
      url,
      // Before the body is read.
      onRequest: (_, __, done) => done(error),
      handler: () => {
        throw error;
      },
    });
  }
}

/** The methods of each address, as routes are added from now on. */
export function watchRoutes(app: FastifyInstance): Map<string, string[]> {
  const addresses = new Map<string, string[]>();
  app.addHook('onRoute', ({ url, method }) => {
    addresses.set(url, [...new Set([...(addresses.get(url) ?? []), ...[method].flat()])]);
  });
  return addresses;
}
