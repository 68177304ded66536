/** The bodies that a request may have, by their content type. */
import type { Readable } from 'node:stream';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { quote } from '../../text/name-list.js';
import { ServiceError } from '../errors/service-error.js';
import { CSV_TYPE, JSON_TYPE, LINES_TYPES, PARQUET_TYPE } from './body-types.js';
import { parseJsonBytes } from './parse-json.js';

export type RequestBody =
  | { readonly kind: 'json'; readonly value: unknown }
  | { readonly kind: 'csv' | 'parquet'; readonly bytes: Uint8Array }
  | { readonly kind: 'lines'; readonly chunks: Readable };

export function addBodyParsers(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  const buffered = { parseAs: 'buffer' } as const;
  app.addContentTypeParser(JSON_TYPE, buffered, (request, bytes: Buffer, done) => {
    try {
      checkEncoding(request);
      if (bytes.length === 0) throw new ServiceError('bad_request', 'the body is empty: send JSON');
      done(null, { kind: 'json', value: parseJsonBytes(bytes, 'the body') } satisfies RequestBody);
    } catch (error) {
      done(error as Error);
    }
  });
  const addTable = (type: string, kind: 'csv' | 'parquet') =>
    app.addContentTypeParser(type, buffered, (request, bytes: Buffer, done) => {
      try {
        checkEncoding(request);
        done(null, { kind, bytes } satisfies RequestBody);
      } catch (error) {
        done(error as Error);
      }
    });
  addTable(CSV_TYPE, 'csv');
  addTable(PARQUET_TYPE, 'parquet');
  app.addContentTypeParser(LINES_TYPES, (request, chunks, done) => {
    try {
      checkEncoding(request);
      done(null, { kind: 'lines', chunks } satisfies RequestBody);
    } catch (error) {
      done(error as Error);
    }
  });
}

/** @throws ServiceError for a body that is packed, or text that is not UTF-8 by its own account */
function checkEncoding({ headers }: FastifyRequest): void {
  const packed = headers['content-encoding'];
  if (packed !== undefined && packed !== 'identity') {
    throw new ServiceError(
      'unsupported_media_type',
      `content-encoding is ${quote(packed)}: send the body as it is`,
    );
  }
  const type = headers['content-type'];
  if (type === JSON_TYPE) return;
  const charset = type === undefined ? undefined : /;\s*charset="?([^";\s]+)/i.exec(type)?.[1];
  if (charset !== undefined && !/^(utf-?8|us-ascii)$/i.test(charset)) {
    throw new ServiceError('unsupported_media_type', `charset is ${quote(charset)}: send UTF-8`);
  }
}
