/** The models of a service, by name. */
import { createHash } from 'node:crypto';
import { basename, extname } from 'node:path';
import { InputError } from '../../errors.js';
import { TableClassifier } from '../../pipeline/table-classifier.js';
import { readModelFile } from '../../platform/node/files/read-model-file.js';
import type { PreparationLimits } from '../../tables/preparation/preparation.js';
import { quote } from '../../text/name-list.js';
import { RowByRowScorer } from '../scoring/row-by-row-scorer.js';
import type { ServedModel } from './served-model.js';

export class ModelRegistry {
  private constructor(private readonly models: ReadonlyMap<string, ServedModel>) {}

  /**
   * Loads the models, each under the name of its file without the ending.
   *
   * @throws InputError for a file that is no model, and for two models of one name
   */
  static async open(paths: readonly string[], limits: PreparationLimits = {}): Promise<ModelRegistry> {
    const models = new Map<string, ServedModel>();
    for (const path of paths) {
      const name = basename(path, extname(path));
      const other = models.get(name);
      if (other !== undefined) {
        throw new InputError(
          `${other.path} and ${path} would both be served as ${quote(name)}: rename one of the files`,
        );
      }
      models.set(name, await load(name, path, limits));
    }
    return new ModelRegistry(models);
  }

  get(name: string): ServedModel | undefined {
    return this.models.get(name);
  }

  list(): readonly ServedModel[] {
    return [...this.models.values()];
  }

  async close(): Promise<void> {
    for (const { scorer } of this.models.values()) await scorer.close();
  }
}

async function load(name: string, path: string, limits: PreparationLimits): Promise<ServedModel> {
  const bytes = await readModelFile(path);
  const model = await TableClassifier.fromBytes(bytes, { ...limits, name: path });
  return {
    name,
    path,
    model,
    scorer: new RowByRowScorer(model),
    generation: 1,
    loadedAt: new Date(),
    checksum: createHash('sha256').update(bytes).digest('hex'),
  };
}
