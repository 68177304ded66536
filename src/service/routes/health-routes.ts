/** Whether the service runs. */
import type { FastifyInstance } from 'fastify';

export function addHealthRoutes(app: FastifyInstance): void {
  app.get('/healthz', { config: { isProbe: true } }, async () => ({ status: 'ok' }));
}
