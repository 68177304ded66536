/** The content types of bodies. */

export const JSON_TYPE = 'application/json';
export const CSV_TYPE = 'text/csv';
export const PARQUET_TYPE = 'application/vnd.apache.parquet';
export const LINES_TYPES = ['application/x-ndjson', 'application/ndjson', 'application/jsonl'];
export const BODY_TYPES = [JSON_TYPE, CSV_TYPE, ...LINES_TYPES, PARQUET_TYPE];
