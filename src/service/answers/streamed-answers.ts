/** Rows that come line by line, answered as they come. */
import type { Readable } from 'node:stream';
import { InputError } from '../../errors.js';
import type { Executor } from '../../jobs/executor.js';
import { lineBlocks } from '../bodies/line-blocks.js';
import { parseJson } from '../bodies/parse-json.js';
import { asServiceError, errorBody } from '../errors/error-handler.js';
import { ServiceError } from '../errors/service-error.js';
import type { ServedModel } from '../models/served-model.js';
import type { PredictRequestOptions } from '../schemas/answer-options.js';
import type { RowSchema } from '../schemas/row-schema.js';
import type { ServedRow } from '../scoring/scorer.js';
import type { ModelForm } from './model-forms.js';
import { type Answers, answerRows, MOST_EXPLAINED_ROWS, type RowAnswer } from './row-answer.js';

export interface StreamOptions {
  readonly format: 'csv' | 'ndjson';
  readonly options: PredictRequestOptions;
  readonly executor: Executor | undefined;
  /** Called with the number of rows of each block that is answered. */
  readonly onRows: (rows: number) => void;
}

/**
 * The text of the answers, a piece for each block of lines that has arrived. The next block is read when its piece has been
 * taken, so that a slow reader slows the sender. Rows before a wrong one are answered.
 *
 * @throws ServiceError for a wrong row, InputError as `predictRows`
 */
export async function* streamedAnswers(
  served: ServedModel,
  { rows: schema, text }: ModelForm,
  chunks: Readable,
  { format, options, executor, onRows }: StreamOptions,
): AsyncGenerator<string> {
  const size = options.reasons === undefined ? Number.POSITIVE_INFINITY : MOST_EXPLAINED_ROWS;
  let line = 0;
  let done = 0;
  // The connection stays open for the answer when this ends early.
  for await (const block of lineBlocks(chunks.iterator({ destroyOnReturn: false }))) {
    for (let start = 0; start < block.length; start += size) {
      const lines = block.slice(start, start + size);
      const { rows, failure } = readRows(lines, schema, line, done);
      line += lines.length;
      if (rows.length > 0) {
        const answers = await answersOfLines(
          () => answerRows(served, rows, options, executor),
          line,
          lines.length,
        );
        const head = format === 'csv' && done === 0 ? text.csvHeader(answers[0]) : '';
        done += rows.length;
        onRows(rows.length);
        yield head +
          answers.map((row) => (format === 'csv' ? text.csvOf(row) : `${text.jsonOf(row)}\n`)).join('');
      }
      if (failure !== undefined) throw failure;
    }
  }
}

/** An error about the rows of a block counts them from its start, so it says where that is. */
async function answersOfLines(
  answer: () => Promise<Answers>,
  end: number,
  lines: number,
): Promise<readonly RowAnswer[]> {
  try {
    return (await answer()).rows;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const { message, optionNames } = error;
    throw new InputError(`lines ${end - lines + 1} to ${end}: ${message}`, { cause: error, optionNames });
  }
}

/** The rows up to the first wrong one. */
function readRows(
  lines: readonly string[],
  schema: RowSchema,
  line: number,
  firstRow: number,
): { readonly rows: readonly ServedRow[]; readonly failure?: ServiceError } {
  const rows: ServedRow[] = [];
  for (const [i, text] of lines.entries()) {
    if (text.trim() === '') continue;
    try {
      const read = parseJson(text, `line ${line + i + 1}`);
      rows.push(...schema.checked([read], firstRow + rows.length));
    } catch (error) {
      if (error instanceof ServiceError) return { rows, failure: error };
      throw error;
    }
  }
  return { rows };
}

/**
 * The same pieces, the first of which has been made, so that what goes wrong before it is answered with its status. Later errors
 * are the last line of JSON lines; CSV ends without its end, which breaks the connection.
 */
export async function startedStream(
  pieces: AsyncGenerator<string>,
  { format, requestId }: { readonly format: 'csv' | 'ndjson'; readonly requestId: string },
): Promise<AsyncGenerator<string>> {
  const first = await pieces.next();
  return (async function* () {
    if (first.done) return;
    yield first.value;
    try {
      yield* pieces;
    } catch (error) {
      if (format === 'csv') throw error;
      yield `${JSON.stringify(errorBody(asServiceError(error as Error), requestId))}\n`;
    }
  })();
}
