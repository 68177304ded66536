/** What each model is. */
import type { FastifyInstance } from 'fastify';
import type { ModelRegistry } from '../models/model-registry.js';
import type { ServedModel } from '../models/served-model.js';

export function addModelRoutes(app: FastifyInstance, registry: ModelRegistry): void {
  app.get('/v1/models', async () => ({ models: registry.list().map(describe) }));
}

function describe({ name, model, generation, loadedAt, checksum }: ServedModel) {
  return {
    name,
    classifier: model.classifier.name,
    classes: model.classes,
    decision: model.decision.describe(model.classes),
    generation,
    loadedAt,
    checksum,
  };
}
