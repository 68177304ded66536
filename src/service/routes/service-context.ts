/** What the routes share. */
import type { Executor } from '../../jobs/executor.js';
import type { ModelForms } from '../answers/model-forms.js';
import type { ModelRegistry } from '../models/model-registry.js';

export interface ServiceContext {
  readonly registry: ModelRegistry;
  readonly forms: ModelForms;
  readonly maxBodyBytes: number;
  readonly maxRows: number;
  /** For tables and explanations; undefined: this thread. */
  readonly executor: Executor | undefined;
}
