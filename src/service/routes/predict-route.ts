/** Predictions for the rows of a request. */
import type { FastifyInstance } from 'fastify';
import { ServiceError } from '../errors/service-error.js';
import type { ModelRegistry } from '../models/model-registry.js';
import type { ServedRow } from '../scoring/scorer.js';
import { findModel, type ModelParams } from './find-model.js';

export function addPredictRoute(app: FastifyInstance, registry: ModelRegistry): void {
  app.post<ModelParams>('/v1/models/:name/predict', async (request) => {
    const { name, generation, scorer } = findModel(registry, request.params.name);
    const body = request.body as { readonly rows?: readonly ServedRow[] } | null;
    if (!Array.isArray(body?.rows)) {
      throw new ServiceError('bad_request', 'the body needs "rows": an array of objects');
    }
    return { model: name, generation, predictions: await scorer.predict(body.rows) };
  });
}
