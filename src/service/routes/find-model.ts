import { quote } from '../../text/name-list.js';
import { ServiceError } from '../errors/service-error.js';
import type { ModelRegistry } from '../models/model-registry.js';
import type { ServedModel } from '../models/served-model.js';

/** The parameters of an address that names a model. */
export interface ModelParams {
  readonly Params: { readonly name: string };
}

/** @throws ServiceError unless the service has a model of this name */
export function findModel(registry: ModelRegistry, name: string): ServedModel {
  const found = registry.get(name);
  if (found !== undefined) return found;
  throw new ServiceError('not_found', `there is no model ${quote(name)}: GET /v1/models lists the models`);
}
