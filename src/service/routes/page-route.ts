/** The page to try the models. */
import type { FastifyInstance } from 'fastify';
import { PAGE_POLICY, TRY_PAGE } from '../page/try-page.js';

export function addPageRoute(app: FastifyInstance): void {
  app.get('/', async (_, reply) => {
    reply.header('content-security-policy', PAGE_POLICY).type('text/html; charset=utf-8');
    return TRY_PAGE;
  });
}
