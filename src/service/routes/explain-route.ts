/** What raised and lowered the predictions of the rows of a request. */
import type { FastifyInstance } from 'fastify';
import { tableOfRows } from '../../pipeline/rows-table.js';
import { explanationAnswer } from '../answers/explanation-answer.js';
import type { RequestBody } from '../bodies/body-parsers.js';
import { jsonRows } from '../bodies/json-rows.js';
import { readTableBody } from '../bodies/table-body.js';
import { ServiceError } from '../errors/service-error.js';
import { ExplainOptionsSchema } from '../schemas/answer-options.js';
import { findModel, type ModelParams } from './find-model.js';
import { emptyBody } from './predict-route.js';
import { type Query, requestOptions } from './request-options.js';
import type { ServiceContext } from './service-context.js';

interface ExplainRequest extends ModelParams {
  readonly Querystring: Query;
  readonly Body: RequestBody | undefined;
}

export function addExplainRoute(app: FastifyInstance, context: ServiceContext): void {
  const { registry, forms, maxRows, executor } = context;
  app.post<ExplainRequest>('/v1/models/:name/explain', async (request) => {
    const { params, query, body } = request;
    const served = findModel(registry, params.name);
    if (body === undefined || body === null) throw emptyBody();
    if (body.kind === 'lines') {
      throw new ServiceError(
        'unsupported_media_type',
        'explanations are not streamed: send JSON, CSV or Parquet',
      );
    }
    if (body.kind !== 'json') {
      const options = requestOptions(ExplainOptionsSchema, {}, query, []);
      const table = await readTableBody(body.bytes, body.kind, served.model, context);
      request.scoredRows = table.rows;
      return explanationAnswer(served, table, options, executor);
    }
    const { rows: given, options: named } = jsonRows(body.value, maxRows);
    const options = requestOptions(ExplainOptionsSchema, named, query, []);
    if (given.length === 0) throw new ServiceError('bad_request', 'rows is empty: give at least one row');
    const rows = forms.of(served.model).rows.checked(given);
    request.scoredRows = rows.length;
    return explanationAnswer(served, tableOfRows(served.model.preparation, rows), options, executor);
  });
}
