/** The description of the service. */
import type { FastifyInstance } from 'fastify';
import type { ServedModel } from '../models/served-model.js';
import { openApiDocument } from '../openapi/openapi-document.js';
import type { ServiceContext } from './service-context.js';

export function addOpenApiRoute(
  app: FastifyInstance,
  { registry, forms, maxRows }: ServiceContext,
  { hasTokens }: { readonly hasTokens: boolean },
): void {
  // Made again only for other models: it takes longer than most predictions.
  let described: readonly ServedModel[] = [];
  let text = '';
  app.get('/openapi.json', async (_, reply) => {
    const models = registry.list();
    if (text === '' || models.some((served, i) => served !== described[i])) {
      described = models;
      text = JSON.stringify(openApiDocument(registry, forms, { hasTokens, maxRows }));
    }
    return reply.type('application/json; charset=utf-8').send(text);
  });
}
