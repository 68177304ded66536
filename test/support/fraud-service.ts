/** The HTTP service with one small model of fraud, for the tests of its routes. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { RandomStream } from '../../src/engine/random/random-stream.js';
import type { RowValue } from '../../src/pipeline/rows-table.js';
import type { TableClassifier } from '../../src/pipeline/table-classifier.js';
import { trainOnTable } from '../../src/pipeline/train-on-table.js';
import { createService } from '../../src/service/create-service.js';
import { ModelRegistry } from '../../src/service/models/model-registry.js';
import type { ServiceOptions } from '../../src/service/service-options.js';
import { type Cell, tableFromColumns } from '../../src/tables/preparation/table-from-columns.js';

export const PREDICT = '/v1/models/fraud/predict';

const random = new RandomStream(3, 'service');
/** The rows that the model is trained on: missing cells, labels, dates, a key named __proto__, a constant column. */
export const rows: Record<string, RowValue>[] = Array.from({ length: 150 }, (_, i) =>
  Object.fromEntries<RowValue>([
    ['amount', i % 11 === 0 ? null : Number((random.normal() + (i % 3 === 0 ? 3 : 0)).toFixed(3))],
    ['town', ['north', 'south', 'east'][random.integer(3)]],
    ['day', `2026-01-0${1 + (i % 4)}`],
    ['paid', random.integer(2) === 0],
    ['__proto__', random.integer(100)],
    ['unused', 7],
    ['fraud', i % 3 === 0 ? 'yes' : 'no'],
  ]),
);
/** Three of them as a client sends them. */
export const asked = rows.slice(0, 3).map(({ fraud, unused, ...row }) => row);

export class FraudService {
  private constructor(
    /** Answers 10 rows at once. */
    readonly app: FastifyInstance,
    readonly model: TableClassifier,
    readonly registry: ModelRegistry,
    readonly folder: string,
  ) {}

  static async open(): Promise<FraudService> {
    const folder = await mkdtemp(join(tmpdir(), 'service-'));
    const table = tableFromColumns(
      Object.keys(rows[0]).map((name) => [name, rows.map((row) => row[name] as Cell)]),
    );
    const { model } = await trainOnTable(table, { target: 'fraud', classifier: 'logistic-regression' });
    const path = join(folder, 'fraud.safetensors');
    await writeFile(path, model.toBytes());
    const registry = await ModelRegistry.open([path], { pollMilliseconds: 0 });
    return new FraudService(await createService(registry, { maxRows: 10 }), model, registry, folder);
  }

  /** Another service of the same model, which the test closes. */
  with(options: ServiceOptions): Promise<FastifyInstance> {
    return createService(this.registry, options);
  }

  /** As JSON, unless the payload is text or the headers say otherwise. */
  post(url: string, payload: unknown, headers: Record<string, string> = {}, to = this.app) {
    return to.inject({
      method: 'POST',
      url,
      headers: { 'content-type': 'application/json', ...headers },
      payload: typeof payload === 'string' ? payload : JSON.stringify(payload),
    });
  }

  async close(): Promise<void> {
    await this.app.close();
    await this.registry.close();
    await rm(this.folder, { recursive: true });
  }
}
