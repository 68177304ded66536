/** Whether the service runs. */
import type { FastifyInstance } from 'fastify';

export function addHealthRoutes(app: FastifyInstance): void {
  app.get('/healthz', async () => ({ status: 'ok' }));
}
