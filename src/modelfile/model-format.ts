/**
 * A saved model: a safetensors file whose metadata hold format, version and description. The checksum covers everything
 * that is read back, so a damaged file is refused instead of giving wrong predictions.
 */
import { InputError } from '../errors.js';
import { crc32 } from './crc32.js';
import { duplicateKey } from './duplicate-keys.js';
import { beyondJsonLimits } from './json-limits.js';
import { bytesOf, decodeTensors, encodeSafetensors, storageOrder } from './safetensors.js';
import { type RawHeader, readHeader } from './safetensors-header.js';
import type { ModelTensor } from './tensor.js';

/** The metadata key `format`. */
export const MODEL_FORMAT = 'qcl-mixnet';

/** The version that this program writes, and the newest that it reads. Version 1 had no packed trees. */
export const MODEL_VERSION = 2;

export interface ModelFileContent {
  /** As given to `encodeModelFile`, parsed from JSON. The caller checks its fields. */
  readonly description: unknown;
  readonly tensors: Map<string, ModelTensor>;
}

/**
 * The bytes of a model file. Metadata: `format`, `version`, `description` (JSON) and `checksum`: the CRC-32,
 * as 8 hexadecimal digits, of `[description, [[name, dtype, shape], ...]]` as JSON in UTF-8 followed by the
 * tensors' bytes, both in the order of `storageOrder`.
 *
 * @param description plain JSON; names that come from data belong in arrays, not in keys
 * @throws InputError for a description that JSON would change silently (NaN, Infinity, a Map, a typed array, ...) or
 *   that exceeds `beyondJsonLimits`, and for a tensor whose fields do not agree.
 */
export function encodeModelFile(
  description: Record<string, unknown>,
  tensors: ReadonlyMap<string, ModelTensor>,
): Uint8Array<ArrayBuffer> {
  const json = JSON.stringify(description, refuseUnlikeJson);
  const beyond = beyondJsonLimits(json);
  if (beyond !== undefined)
    throw new InputError(`the model's description ${beyond}: no reader would accept it`);
  return encodeSafetensors(
    tensors,
    new Map([
      ['format', MODEL_FORMAT],
      ['version', String(MODEL_VERSION)],
      ['description', json],
      ['checksum', checksum(json, tensors)],
    ]),
  );
}

/**
 * Reads the header of a model file; `bytes` may end after it.
 *
 * @throws InputError, beginning with `name`, unless it is a model of this program in a version that it reads.
 */
export function readModelHeader(bytes: Uint8Array, name: string): RawHeader {
  const header = readHeader(bytes, name);
  if (header.metadata.get('format') !== MODEL_FORMAT) {
    if (header.metadata.has('description') && header.metadata.has('checksum')) {
      throw new InputError(`${name} is damaged: it has no format ${MODEL_FORMAT}; copy it again`);
    }
    throw new InputError(
      `${name} is a safetensors file, but not a model of ${MODEL_FORMAT}: train one with it and give that file`,
    );
  }
  // First, because a newer version may differ in everything else.
  checkVersion(header.metadata.get('version'), name);
  return header;
}

/**
 * Reads a model file.
 *
 * @param options.name the name of the file in messages, usually its path
 * @throws InputError for a file that is truncated, damaged, not a model of this program, or of a newer version.
 */
export function decodeModelFile(bytes: Uint8Array, options: { readonly name: string }): ModelFileContent {
  const { name } = options;
  const header = readModelHeader(bytes, name);
  const tensors = decodeTensors(bytes, header, name);
  const { metadata } = header;
  const json = metadata.get('description');
  if (json === undefined || metadata.get('checksum') !== checksum(json, tensors)) {
    throw new InputError(
      `${name} is damaged: its checksum does not match its content; copy it again or save the model again`,
    );
  }
  return { description: parseDescription(json, name), tensors };
}

function parseDescription(json: string, name: string): unknown {
  const beyond = beyondJsonLimits(json);
  if (beyond !== undefined)
    throw new InputError(`${name} is damaged: its description ${beyond}; copy it again`);
  let description: unknown;
  try {
    description = JSON.parse(json);
  } catch (cause) {
    throw new InputError(`${name} is damaged: its description is not valid JSON; copy it again`, { cause });
  }
  const twice = duplicateKey(json);
  if (twice !== undefined) {
    throw new InputError(
      `${name} is damaged: its description has the key ${JSON.stringify(twice.slice(0, 80))} twice; copy it again`,
    );
  }
  return description;
}

function checkVersion(version: string | undefined, name: string): void {
  if (version === undefined || !/^[1-9][0-9]*$/.test(version)) {
    throw new InputError(
      `${name} is damaged: its version is ${JSON.stringify(version?.slice(0, 80))}, not a number; copy it again`,
    );
  }
  if (Number(version) > MODEL_VERSION) {
    throw new InputError(
      `${name} was written by a newer ${MODEL_FORMAT} (model version ${version.slice(0, 80)}; this one reads up to ` +
        `${MODEL_VERSION}): update ${MODEL_FORMAT}`,
    );
  }
}

function checksum(description: string, tensors: ReadonlyMap<string, ModelTensor>): string {
  const ordered = storageOrder(tensors);
  const table = ordered.map(([name, { dtype, shape }]) => [name, dtype, shape]);
  let crc = crc32(new TextEncoder().encode(JSON.stringify([description, table])));
  for (const [, { data }] of ordered) crc = crc32(bytesOf(data), crc);
  return crc.toString(16).padStart(8, '0');
}

/** A JSON.stringify replacer that throws if JSON would store anything other than the given value. */
function refuseUnlikeJson(this: unknown, key: string, value: unknown): unknown {
  const type = typeof value;
  const plain =
    type === 'number'
      ? Number.isFinite(value)
      : type === 'object'
        ? value === null || Array.isArray(value) || isPlainObject(value as object)
        : type === 'string' || type === 'boolean' || (type === 'undefined' && !Array.isArray(this));
  if (!plain) {
    const shown = type === 'object' ? `a ${(value as object).constructor.name}` : String(value);
    throw new InputError(
      `the model's description cannot hold ${shown} (at ${JSON.stringify(key)}): give plain JSON`,
    );
  }
  return value;
}

function isPlainObject(value: object): boolean {
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
