/** The JSON Schemas of answers, for the OpenAPI document. */
import type { ContributionScale } from '../../classifiers/contract/contributions.js';
import { ERROR_STATUS } from '../errors/service-error.js';

type Json = Record<string, unknown>;

const string = { type: 'string' };
const number = { type: 'number' };
const integer = { type: 'integer' };
const label = { type: ['string', 'number', 'boolean'] };
const nullableText = { type: ['string', 'null'] };
const list = (items: Json) => ({ type: 'array', items });
const object = (required: Readonly<Record<string, Json>>, optional: Readonly<Record<string, Json>> = {}) => ({
  type: 'object',
  properties: { ...required, ...optional },
  required: Object.keys(required),
});

const SCALES: Readonly<Record<ContributionScale, string>> = {
  'log-odds': 'ln(p / (1 - p)) of the class, before calibration',
  logit: "the class's input of the softmax, before calibration",
  probability: 'the probability of the class; exact ones are before calibration, sampled ones after it',
};

export function answerSchemas(): Json {
  const explainedLabel = {
    ...label,
    description:
      'The class whose prediction is explained; default: the positive one of two, else the most probable one of the row.',
  };
  const scale = {
    type: 'string',
    enum: Object.keys(SCALES),
    description: `Of contributions. ${Object.entries(SCALES)
      .map(([name, meaning]) => `${name}: ${meaning}`)
      .join('; ')}.`,
  };
  const reason = object({ column: string, value: nullableText, contribution: number, text: string });
  const prediction = object(
    { prediction: label, probabilities: { type: 'object', additionalProperties: number } },
    {
      predictionSet: { ...list(label), description: 'With a coverage.' },
      reviewReason: { ...string, description: 'With review; empty if the row is not to be reviewed.' },
      reasonsAbout: {
        ...object({ label: explainedLabel, scale }),
        description: 'With reasons: what the contributions are about.',
      },
      reasons: { ...list(reason), description: 'With reasons: the largest first.' },
      novelty: { ...object({ pValue: number, isNovel: { type: 'boolean' } }), description: 'With novelty.' },
    },
  );
  const contribution = object(
    { column: string, value: nullableText, remark: nullableText, contribution: number },
    { standardError: number },
  );
  const explanation = object(
    {
      label: explainedLabel,
      probability: { ...number, description: 'Of the class, as predict answers it: calibrated.' },
      expected: { ...number, description: 'The mean prediction of the training rows, on the scale.' },
      prediction: {
        ...number,
        description:
          'On the scale: expected plus all contributions. Of the method exact it is before calibration, so it does not ' +
          'give the probability.',
      },
      columns: list(contribution),
    },
    { similar: list(object({ row: integer, label, distance: number })) },
  );
  const notices = { ...list(string), description: 'Values that did not occur in training, for example.' };
  const ofModel = { model: string, generation: integer };
  const model = {
    name: string,
    classifier: string,
    classes: list(label),
    positive: label,
    decision: string,
    expected: { type: ['object', 'null'], description: 'The scores to expect on further rows.' },
    version: string,
    generation: integer,
    loadedAt: { type: 'string', format: 'date-time' },
    checksum: string,
  };
  return {
    Predictions: object({ ...ofModel, predictions: list(prediction) }, { notices }),
    Explanations: object(
      {
        ...ofModel,
        scale,
        method: { type: 'string', enum: ['exact', 'sampled'] },
        explanations: list(explanation),
      },
      { similarity: object({ space: string, trainingRows: integer }), notices },
    ),
    Models: object({ models: list(object(model)) }),
    Model: object({ ...model, target: string, columns: list({ type: 'object' }) }),
    Error: object({
      error: object(
        { code: { type: 'string', enum: Object.keys(ERROR_STATUS) }, message: string },
        {
          row: { ...integer, description: 'The row of the request, from 0.' },
          column: string,
          problems: {
            ...list(object({ message: string }, { row: integer, column: string })),
            description: 'All that was found, at most 20.',
          },
        },
      ),
      requestId: string,
    }),
  };
}

const DESCRIPTIONS: Readonly<Record<keyof typeof ERROR_STATUS, string>> = {
  bad_request: 'The rows, an option or the body is not valid.',
  unauthorized: 'There is no token, or it is not valid.',
  forbidden_host: 'The header Host is not one that the service answers for.',
  not_found: 'There is no such model or address.',
  method_not_allowed: 'The address does not have this method; the header Allow lists those it has.',
  not_acceptable: 'The answer cannot have this format.',
  timeout: 'The request did not arrive in time.',
  too_large: 'The body has too many bytes or rows.',
  unsupported_media_type: 'The body has a content type, a charset or a packing that is not accepted.',
  headers_too_large: 'The headers are too large.',
  internal: 'The service failed.',
  unavailable: 'The service is busy or stopping: try again after the time of the header Retry-After.',
};

export function errorResponses(): Json {
  return Object.fromEntries(
    Object.entries(ERROR_STATUS).map(([code, status]) => [
      `Error${status}`,
      {
        description: DESCRIPTIONS[code as keyof typeof ERROR_STATUS],
        content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
      },
    ]),
  );
}
