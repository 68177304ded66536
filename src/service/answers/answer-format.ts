/** The format of an answer. */
import { describeValue } from '../../text/describe-value.js';
import { listNames } from '../../text/name-list.js';
import { ServiceError } from '../errors/service-error.js';

export const ANSWER_FORMATS = ['json', 'csv', 'ndjson'] as const;
export type AnswerFormat = (typeof ANSWER_FORMATS)[number];

export const CONTENT_TYPES: Readonly<Record<AnswerFormat, string>> = {
  json: 'application/json; charset=utf-8',
  csv: 'text/csv; charset=utf-8; header=present',
  ndjson: 'application/x-ndjson; charset=utf-8',
};

const NDJSON = /application\/(?:x-)?(?:ndjson|jsonl|jsonlines)/;

/**
 * As `?format=` says, else as `Accept` says if it names one of the formats, else the format of the body.
 *
 * @throws ServiceError for an unknown format
 */
export function answerFormat(
  format: unknown,
  accept: string | undefined,
  ofBody: AnswerFormat,
): AnswerFormat {
  if (format !== undefined) {
    const found = ANSWER_FORMATS.find((each) => each === format);
    if (found !== undefined) return found;
    throw new ServiceError(
      'bad_request',
      `format is ${describeValue(format)}: give one of ${listNames(ANSWER_FORMATS)}`,
    );
  }
  if (accept === undefined || accept === '*/*') return ofBody;
  if (accept.includes('text/csv')) return 'csv';
  if (NDJSON.test(accept)) return 'ndjson';
  return accept.includes('application/json') ? 'json' : ofBody;
}
