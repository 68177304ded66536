/** What each model is. */
import type { FastifyInstance } from 'fastify';
import { detailedModelAnswer, modelAnswer } from '../answers/model-answer.js';
import { findModel, type ModelParams } from './find-model.js';
import type { ServiceContext } from './service-context.js';

export function addModelRoutes(app: FastifyInstance, { registry, forms }: ServiceContext): void {
  app.get('/v1/models', async () => ({ models: registry.list().map(modelAnswer) }));
  app.get<ModelParams>('/v1/models/:name', async ({ params }) =>
    detailedModelAnswer(findModel(registry, params.name), forms),
  );
}
