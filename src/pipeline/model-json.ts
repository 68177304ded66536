/** A model as a JSON document, for programs that read no safetensors: the same content as its file. */
import * as z from 'zod';
import { decisionKinds } from '../decision/decision-kinds.js';
import { InputError } from '../errors.js';
import { duplicateKey } from '../modelfile/duplicate-keys.js';
import { beyondJsonLimits } from '../modelfile/json-limits.js';
import { decodeModelFile, encodeModelFile, MODEL_FORMAT, MODEL_VERSION } from '../modelfile/model-format.js';
import { bytesOf, storageOrder } from '../modelfile/safetensors.js';
import { ELEMENT_TYPES, elementCount, type ModelTensor } from '../modelfile/tensor.js';
import { SavedPreparationSchema } from '../tables/preparation/saved-preparation.js';
import { describeValue } from '../text/describe-value.js';
import { firstIssues } from '../text/first-issues.js';
import { quote } from '../text/name-list.js';
import { checkModel, checkOptions } from './check-options.js';
import {
  LOAD_OPTION_TYPES,
  type LoadOptions,
  ModelDescriptionSchema,
  TableClassifier,
} from './table-classifier.js';

const TensorSchema = z.strictObject({
  name: z.string(),
  dtype: z.enum(['F32', 'F64', 'I32', 'U8']).describe('IEEE 754 floats, signed integers, bytes'),
  shape: z.array(z.int().min(0)),
  data: z.base64().describe('the elements in row-major order, little-endian, in base64'),
});

const DocumentSchema = z.strictObject({
  format: z.literal(MODEL_FORMAT),
  version: z.literal(MODEL_VERSION),
  description: z.record(z.string(), z.unknown()),
  tensors: z.array(TensorSchema),
});

/** The document for people and other programs: its description in full, where `DocumentSchema` leaves it to the loading. */
const PublishedSchema = DocumentSchema.extend({
  description: ModelDescriptionSchema.extend({
    preparation: SavedPreparationSchema,
    decision: z.union(decisionKinds.map(({ schema }) => schema)).optional(),
  }),
});

/**
 * The JSON Schema (draft 2020-12) of what `modelToJson` writes. The state of a classifier and the calibration are objects
 * whose fields it leaves open, since they differ by classifier; loading checks them.
 */
export function modelJsonSchema(): Record<string, unknown> {
  const schema = z.toJSONSchema(PublishedSchema, { unrepresentable: 'any' });
  return { ...schema, title: `A model of ${MODEL_FORMAT}` };
}

/**
 * The model as the text of a JSON object: `format`, `version`, `description` (as in the metadata of the model file) and
 * `tensors`, each with `name`, `dtype`, `shape` and its bytes in base64. The same model gives the same text.
 */
export function modelToJson(model: TableClassifier): string {
  checkModel('modelToJson', model);
  const { description, tensors } = decodeModelFile(model.toBytes(), { name: 'the model' });
  return JSON.stringify({
    format: MODEL_FORMAT,
    version: MODEL_VERSION,
    description,
    tensors: storageOrder(tensors).map(([name, { dtype, shape, data }]) => ({
      name,
      dtype,
      shape,
      data: toBase64(bytesOf(data)),
    })),
  });
}

/**
 * The model that `modelToJson` wrote; its `toBytes()` are those of the original.
 *
 * @throws InputError for a text that is not such a document, of a newer version, or damaged
 */
export async function modelFromJson(text: string, options: LoadOptions): Promise<TableClassifier> {
  checkOptions('modelFromJson', options, LOAD_OPTION_TYPES);
  const { name } = options;
  if (typeof text !== 'string') {
    throw new InputError(`modelFromJson needs the text of a JSON document, but got ${describeValue(text)}`);
  }
  const { description, tensors } = parseDocument(text, name);
  const decoded = new Map<string, ModelTensor>();
  for (const tensor of tensors) {
    if (decoded.has(tensor.name)) throw new InputError(`${name} has the tensor ${quote(tensor.name)} twice`);
    decoded.set(tensor.name, tensorOf(tensor, name));
  }
  return TableClassifier.fromBytes(encodeModelFile(description, decoded), options);
}

function parseDocument(text: string, name: string): z.output<typeof DocumentSchema> {
  const beyond = beyondJsonLimits(text);
  if (beyond !== undefined) throw new InputError(`${name} is not a model: it ${beyond}`);
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (cause) {
    throw new InputError(`${name} is not a model: it is not valid JSON`, { cause });
  }
  const twice = duplicateKey(text);
  if (twice !== undefined) throw new InputError(`${name} has the key ${quote(twice)} twice: write it again`);
  const { version } = (document ?? {}) as { version?: unknown };
  if (typeof version === 'number' && version > MODEL_VERSION) {
    throw new InputError(
      `${name} was written by a newer ${MODEL_FORMAT} (model version ${version}; this one reads up to ` +
        `${MODEL_VERSION}): update ${MODEL_FORMAT}`,
    );
  }
  const parsed = DocumentSchema.safeParse(document);
  if (!parsed.success) throw new InputError(`${name} is not a model as JSON:\n${firstIssues(parsed.error)}`);
  return parsed.data;
}

function tensorOf({ name, dtype, shape, data }: z.output<typeof TensorSchema>, source: string): ModelTensor {
  const { bytes: width, arrayType } = ELEMENT_TYPES.get(dtype) as NonNullable<
    ReturnType<typeof ELEMENT_TYPES.get>
  >;
  const bytes = Uint8Array.from(atob(data), (character) => character.charCodeAt(0));
  const expected = elementCount(shape) * width;
  if (bytes.length !== expected) {
    throw new InputError(
      `${source}: tensor ${quote(name)} has ${bytes.length} bytes, but ${dtype} of shape [${shape.join(', ')}] takes ${expected}`,
    );
  }
  return { dtype, shape, data: new arrayType(bytes.buffer) };
}

/** Bytes that are one call's arguments: a multiple of 3, so that the texts of the parts can be joined. */
const PART = 3 * 2 ** 13;

function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (let start = 0; start < bytes.length; start += PART) {
    text += btoa(String.fromCharCode(...bytes.subarray(start, start + PART)));
  }
  return text;
}
