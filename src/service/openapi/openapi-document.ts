/** The description of the service by OpenAPI 3.1, with the rows of each model. */
import * as z from 'zod';
import { VERSION } from '../../version.js';
import type { ModelForms } from '../answers/model-forms.js';
import { MOST_EXPLAINED_ROWS } from '../answers/row-answer.js';
import { CSV_TYPE, JSON_TYPE, LINES_TYPES, PARQUET_TYPE } from '../bodies/body-types.js';
import type { ModelRegistry } from '../models/model-registry.js';
import type { ServedModel } from '../models/served-model.js';
import { ExplainOptionsSchema, PredictOptionsSchema } from '../schemas/answer-options.js';
import { answerSchemas, errorResponses } from './answer-schemas.js';

export interface DocumentOptions {
  /** Whether clients have to send a token. */
  readonly hasTokens: boolean;
  readonly maxRows: number;
}

type Json = Record<string, unknown>;

const reference = (kind: string, name: string) => ({ $ref: `#/components/${kind}/${name}` });
const ref = (name: string) => reference('schemas', name);

export function openApiDocument(registry: ModelRegistry, forms: ModelForms, options: DocumentOptions): Json {
  const models = registry.list();
  const rowSchemas = models.map((served, i) => [`Row${i + 1}`, rowSchema(served, forms)] as const);
  return {
    openapi: '3.1.0',
    info: {
      title: 'qcl-mixnet serve',
      version: VERSION,
      description: 'Predictions of models of tables.',
    },
    servers: [{ url: '/' }],
    ...(options.hasTokens && { security: [{ token: [] }] }),
    paths: Object.fromEntries([
      ...models.flatMap((served, i) => modelPaths(served, `Row${i + 1}`, forms, options)),
      ...sharedPaths(models),
    ]),
    components: {
      schemas: { ...answerSchemas(), ...Object.fromEntries(rowSchemas) },
      responses: errorResponses(),
      ...(options.hasTokens && {
        securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
      }),
    },
  };
}

function rowSchema({ name, model }: ServedModel, forms: ModelForms): Json {
  return {
    ...(z.toJSONSchema(forms.of(model).rows.schema, { unrepresentable: 'any', io: 'input' }) as Json),
    description: `A row for the model ${name}: a value for each column, null if it is missing.`,
  };
}

function modelPaths(
  served: ServedModel,
  row: string,
  forms: ModelForms,
  { maxRows }: DocumentOptions,
): [string, Json][] {
  const { name, model } = served;
  const { rows } = forms.of(model);
  const example = Object.fromEntries(rows.typical);
  const address = `/v1/models/${encodeURIComponent(name)}`;
  const decision = model.decision.describe(model.classes);
  const csv = rows.columns.map((column) => column.name).join(',');
  return [
    [
      `${address}/predict`,
      {
        post: {
          summary: `Predict rows with the model ${name}`,
          description: `${model.classifier.name}; decision: ${decision}`,
          operationId: `predict${row}`,
          parameters: [...queryParameters(PredictOptionsSchema), FORMAT],
          requestBody: {
            required: true,
            content: {
              [JSON_TYPE]: {
                schema: bodySchema(row, maxRows, PredictOptionsSchema),
                example: { rows: [example] },
              },
              [CSV_TYPE]: { schema: { type: 'string', description: `A table with the columns ${csv}` } },
              [LINES_TYPES[0]]: {
                schema: { type: 'string', description: 'A row on each line, of any number.' },
              },
              [PARQUET_TYPE]: { schema: { type: 'string', format: 'binary' } },
            },
          },
          responses: {
            200: {
              description: 'A prediction for each row, in their order.',
              content: {
                [JSON_TYPE]: { schema: ref('Predictions') },
                [LINES_TYPES[0]]: { schema: { type: 'string', description: 'A prediction on each line.' } },
                [CSV_TYPE]: { schema: { type: 'string' } },
              },
            },
            ...errors('400', '401', '403', '404', '405', '406', '408', '413', '415', '500', '503'),
          },
        },
      },
    ],
    [
      `${address}/explain`,
      {
        post: {
          summary: `Explain predictions of the model ${name}`,
          description:
            'Contributions add up from expected to prediction, on the scale of the answer. Exact ones are before calibration, so ' +
            'prediction does not match probability, which is calibrated.',
          operationId: `explain${row}`,
          parameters: queryParameters(ExplainOptionsSchema),
          requestBody: {
            required: true,
            content: {
              [JSON_TYPE]: {
                schema: bodySchema(row, Math.min(maxRows, MOST_EXPLAINED_ROWS), ExplainOptionsSchema, 1),
                example: { rows: [example] },
              },
              [CSV_TYPE]: { schema: { type: 'string', description: `A table with the columns ${csv}` } },
              [PARQUET_TYPE]: { schema: { type: 'string', format: 'binary' } },
            },
          },
          responses: {
            200: {
              description: 'What raised and lowered the prediction of each row.',
              content: { [JSON_TYPE]: { schema: ref('Explanations') } },
            },
            ...errors('400', '401', '403', '404', '405', '408', '413', '415', '500', '503'),
          },
        },
      },
    ],
  ];
}

function sharedPaths(models: readonly ServedModel[]): [string, Json][] {
  const answer = (description: string, schema: Json) => ({
    description,
    content: { [JSON_TYPE]: { schema } },
  });
  const status = { type: 'object', properties: { status: { type: 'string' } }, required: ['status'] };
  const open = (summary: string) => ({
    get: { summary, security: [], responses: { 200: answer('It is.', status), ...errors('405', '503') } },
  });
  const name = {
    name: 'name',
    in: 'path',
    required: true,
    schema: { type: 'string', enum: models.map((model) => model.name) },
  };
  return [
    [
      '/v1/models',
      {
        get: {
          summary: 'The models',
          responses: { 200: answer('All of them.', ref('Models')), ...errors('401', '403', '405', '500') },
        },
      },
    ],
    [
      '/v1/models/{name}',
      {
        get: {
          summary: 'A model with its columns',
          parameters: [name],
          responses: {
            200: answer('The model.', ref('Model')),
            ...errors('401', '403', '404', '405', '500'),
          },
        },
      },
    ],
    ['/healthz', open('Whether the service runs')],
    ['/readyz', open('Whether the service takes requests')],
  ];
}

function bodySchema(row: string, maxRows: number, options: z.ZodObject, minItems = 0): Json {
  const { properties } = z.toJSONSchema(options) as { readonly properties: Json };
  const rows = { type: 'array', items: ref(row), minItems, maxItems: maxRows };
  const columns = {
    type: 'object',
    additionalProperties: { type: 'array', maxItems: maxRows },
    description: 'The same rows column by column: an array of values for each column.',
  };
  return {
    type: 'object',
    properties: { rows, columns, ...properties },
    oneOf: [{ required: ['rows'] }, { required: ['columns'] }],
    additionalProperties: false,
  };
}

function queryParameters(options: z.ZodObject): Json[] {
  const { properties } = z.toJSONSchema(options) as { readonly properties: Readonly<Record<string, Json>> };
  return Object.entries(properties).map(([name, { description, ...schema }]) => ({
    name,
    in: 'query',
    description,
    schema,
  }));
}

const FORMAT = {
  name: 'format',
  in: 'query',
  description: 'Of the answer; default: by the header Accept, else that of the body (of Parquet JSON).',
  schema: { type: 'string', enum: ['json', 'csv', 'ndjson'] },
};

function errors(...statuses: readonly string[]): Json {
  return Object.fromEntries(statuses.map((status) => [status, reference('responses', `Error${status}`)]));
}
