/** The content types of bodies. */

export const JSON_TYPE = 'application/json';
export const CSV_TYPE = 'text/csv';
export const PARQUET_TYPE = 'application/vnd.apache.parquet';
export const LINES_TYPES = ['application/x-ndjson', 'application/ndjson', 'application/jsonl'];
export const BODY_TYPES = [JSON_TYPE, CSV_TYPE, ...LINES_TYPES, PARQUET_TYPE];

/** Whether a body of this content type is read as it comes, and never held as a whole. */
export function isStreamed(contentType: string | undefined): boolean {
  return contentType !== undefined && LINES_TYPES.some((type) => contentType.startsWith(type));
}
