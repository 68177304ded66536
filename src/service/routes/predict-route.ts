/** Predictions for the rows of a request. */
import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { InputError } from '../../errors.js';
import { type AnswerFormat, answerFormat, CONTENT_TYPES } from '../answers/answer-format.js';
import type { AnswerText } from '../answers/answer-text.js';
import { type Answers, answerRows, answerTable } from '../answers/row-answer.js';
import { startedStream, streamedAnswers } from '../answers/streamed-answers.js';
import type { RequestBody } from '../bodies/body-parsers.js';
import { jsonRows } from '../bodies/json-rows.js';
import { readTableBody } from '../bodies/table-body.js';
import { ServiceError } from '../errors/service-error.js';
import type { ServedModel } from '../models/served-model.js';
import { PredictOptionsSchema, type PredictRequestOptions } from '../schemas/answer-options.js';
import type { ServedRow } from '../scoring/scorer.js';
import { findModel, type ModelParams } from './find-model.js';
import { type Query, requestOptions } from './request-options.js';
import type { ServiceContext } from './service-context.js';

interface PredictRequest extends ModelParams {
  readonly Querystring: Query;
  readonly Body: RequestBody | undefined;
}

const OWN_KEYS = ['format'];
const NO_OPTIONS = {};

export function addPredictRoute(app: FastifyInstance, context: ServiceContext): void {
  const { registry, forms, maxRows, executor } = context;
  app.post<PredictRequest>('/v1/models/:name/predict', async (request, reply) => {
    const { params, query, body, headers } = request;
    const served = findModel(registry, params.name);
    const form = forms.of(served.model);
    if (body === undefined || body === null) throw emptyBody();
    const ofBody = body.kind === 'lines' ? 'ndjson' : body.kind === 'csv' ? 'csv' : 'json';
    const format = answerFormat(query.format, headers.accept, ofBody);
    reply.header('content-type', CONTENT_TYPES[format]);
    if (body.kind === 'json') {
      const { rows: given, options: named } = jsonRows(body.value, maxRows);
      const options = optionsOf(named, query);
      let answers: Answers;
      try {
        answers = await answerRows(served, given as readonly ServedRow[], options, executor);
      } catch (error) {
        // The scorer tells the first wrong cell, and the schema all of them.
        if (error instanceof InputError) form.rows.checked(given);
        throw error;
      }
      request.scoredRows = given.length;
      return answerText(format, served, form.text, answers);
    }
    const options = optionsOf(NO_OPTIONS, query);
    if (body.kind === 'lines') {
      if (format === 'json') throw notStreamed();
      const pieces = streamedAnswers(served, form, body.chunks, {
        format,
        options,
        executor,
        onRows: (rows) => {
          request.scoredRows += rows;
        },
      });
      return Readable.from(await startedStream(pieces, { format, requestId: request.id }), {
        highWaterMark: 1,
      });
    }
    const table = await readTableBody(body.bytes, body.kind, served.model, context);
    request.scoredRows = table.rows;
    return answerText(format, served, form.text, await answerTable(served, table, options, executor));
  });
}

function optionsOf(given: Readonly<Record<string, unknown>>, query: Query): PredictRequestOptions {
  // Without any, as most requests are.
  for (const _ in given) return requestOptions(PredictOptionsSchema, given, query, OWN_KEYS);
  for (const _ in query) return requestOptions(PredictOptionsSchema, given, query, OWN_KEYS);
  return NO_OPTIONS;
}

export function emptyBody(): ServiceError {
  return new ServiceError('bad_request', 'the body is empty: send {"rows": [{"column": value, ...}, ...]}');
}

function notStreamed(): ServiceError {
  return new ServiceError(
    'not_acceptable',
    'rows that are streamed as JSON lines are answered as such or as CSV: ask for ndjson or csv',
  );
}

function answerText(
  format: AnswerFormat,
  { name, generation }: ServedModel,
  text: AnswerText,
  { rows, notices }: Answers,
): string {
  if (format === 'ndjson') return rows.map((row) => `${text.jsonOf(row)}\n`).join('');
  if (format === 'csv') return text.csvHeader(rows[0]) + rows.map((row) => text.csvOf(row)).join('');
  const predictions =
    rows.length === 1 ? text.jsonOf(rows[0]) : rows.map((row) => text.jsonOf(row)).join(',');
  const said = notices.length === 0 ? '' : `,"notices":${JSON.stringify(notices)}`;
  return `{"model":${JSON.stringify(name)},"generation":${generation},"predictions":[${predictions}]${said}}`;
}
