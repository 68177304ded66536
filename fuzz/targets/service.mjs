/**
 * Requests to the HTTP service, generated from its OpenAPI document and damaged. Whatever comes, the service has to answer or to end
 * the connection, without an error of its own and without a stack or a path in what it says.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { saveModel, tableFromColumns, trainOnTable } from '../../dist/index.js';
import { createService } from '../../dist/service/create-service.js';
import { ModelRegistry } from '../../dist/service/models/model-registry.js';
import { ServiceOperations } from '../../dist/service/operations/service-operations.js';
import { BatchingScorer } from '../../dist/service/scoring/batching-scorer.js';
import { converse } from '../http-conversation.mjs';
import { httpRequest, operationsOf } from '../http-requests.mjs';

const ROWS = 60;
const MODELS = new Map(
  /** @type {const} */ ([
    ['trees', 'boosting'],
    ['linear', 'logistic-regression'],
  ]),
);

/**
 * @typedef {import('../http-requests.mjs').Described & { port: number }} State
 * @type {import('./index.mjs').Target<State>}
 */
export const service = {
  name: 'service',

  async prepare() {
    const rows = Array.from({ length: ROWS }, (_, i) => ({
      amount: Math.round(1000 * Math.sin(i)) / 10,
      count: i % 7,
      town: ['north', 'south', 'east'][i % 3],
      day: `2024-0${1 + (i % 9)}-1${i % 10}`,
      open: i % 2 === 0 ? 'yes' : 'no',
    }));
    const columns = Object.keys(rows[0]).map(
      (name) => /** @type {const} */ ([name, rows.map((row) => row[name])]),
    );
    const label = /** @type {const} */ ([
      'label',
      rows.map(({ amount }) => (amount > 60 ? 'rare' : 'usual')),
    ]);
    const table = tableFromColumns([...columns, label]);
    const folder = await mkdtemp(join(tmpdir(), 'qcl-mixnet-fuzz-'));
    const paths = [];
    for (const [name, classifier] of MODELS) {
      const { model } = await trainOnTable(table, { target: 'label', classifier });
      paths.push(join(folder, `${name}.safetensors`));
      await saveModel(model, paths[paths.length - 1]);
    }
    // Limits as by default, but short times, which the generated clients do not wait for.
    const operations = await ServiceOperations.create({ drift: { rows: 1e9 } });
    const registry = await ModelRegistry.open(paths, {
      pollMilliseconds: 0,
      onEvent: operations.onModelEvent,
      scorerOf: (loaded) => operations.watched(loaded, new BatchingScorer(loaded.model)),
    });
    await rm(folder, { recursive: true });
    const app = await createService(registry, { operations, timeoutSeconds: 2 });
    await app.listen({ port: 0, host: '127.0.0.1' });
    // The process ends when there are no inputs left.
    app.server.unref();
    const document = (await app.inject('/openapi.json')).json();
    const { port } = /** @type {import('node:net').AddressInfo} */ (app.server.address());
    return { port, document, operations: operationsOf(document), models: [...MODELS.keys()], rows };
  },

  generate: (random, state) => httpRequest(random, state),

  run: (bytes, { port }) => converse(port, bytes),
};
