/** The description of the service. */
import type { FastifyInstance } from 'fastify';
import { openApiDocument } from '../openapi/openapi-document.js';
import type { ServiceContext } from './service-context.js';

export function addOpenApiRoute(
  app: FastifyInstance,
  { registry, forms, maxRows }: ServiceContext,
  { hasTokens }: { readonly hasTokens: boolean },
): void {
  app.get('/openapi.json', async () => openApiDocument(registry, forms, { hasTokens, maxRows }));
}
