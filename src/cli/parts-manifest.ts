/**
 * `manifest.json` in a folder of parts: what was predicted from what, and the parts that are written. A folder belongs
 * to the run whose manifest is there, and to later runs of the same command.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { InputError } from '../errors.js';
import { errorCode } from '../platform/node/files/system-errors.js';
import { quote } from '../text/name-list.js';

const FILE = 'manifest.json';
/** Of the manifest; the first one had no number, and no sizes of the parts. */
const FORMAT = 2;

const shown = (value: unknown) => (typeof value === 'number' ? value : quote(JSON.stringify(value) ?? ''));

function wholeNumber(least: number) {
  const error = ({ input }: { readonly input?: unknown }) =>
    `must be a whole number of at least ${least}, not ${shown(input)}`;
  return z.int({ error }).min(least, { error });
}

const sha256 = z.string().regex(/^[0-9a-f]{64}$/, { error: 'must be a SHA-256 in hexadecimal' });

const PartSchema = z.strictObject({
  file: z.string(),
  rows: wholeNumber(1),
  bytes: wholeNumber(1),
  sha256,
});

const ManifestSchema = z.strictObject({
  format: z.literal(FORMAT),
  /** Of the program. */
  version: z.string(),
  /** SHA-256 of the model's file. */
  model: sha256,
  table: z.strictObject({ bytes: wholeNumber(0), modified: z.number(), head: sha256 }),
  options: z.string(),
  partRows: wholeNumber(1),
  /** The parts that are written, in their order. */
  parts: z.array(PartSchema),
  /** The rows of all of them. */
  rows: wholeNumber(0),
  /** Whether the table has no more rows. Only then may the last part have fewer than `partRows`. */
  isComplete: z.boolean(),
});

export type Part = z.infer<typeof PartSchema>;
export type Manifest = z.infer<typeof ManifestSchema>;

/** What must not change between the runs of a command, and how a change is called. */
const CHANGES = [
  ['version', 'another version of qcl-mixnet'],
  ['model', 'another model'],
  ['table', 'another table'],
  ['options', 'other options'],
  ['partRows', 'another --part-rows'],
] as const;

/** The manifest of a command that has written nothing yet. */
export function newManifest(
  command: Pick<Manifest, 'version' | 'model' | 'table' | 'options' | 'partRows'>,
): Manifest {
  return { format: FORMAT, ...command, parts: [], rows: 0, isComplete: false };
}

export function manifestPath(folder: string): string {
  return join(folder, FILE);
}

export function manifestBytes(manifest: Manifest): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify(manifest, undefined, 2)}\n`);
}

/** `part-00000.csv` for the first part. */
export function partName(index: number, extension: string): string {
  return `part-${String(index).padStart(5, '0')}.${extension}`;
}

/** What to do about a folder with wrong contents. */
export function remedy(folder: string): string {
  return `delete the folder ${quote(folder)} and predict again, or give another with --parts`;
}

/**
 * The manifest in `folder`, undefined if there is none. Throws `InputError` if it is damaged, of another version's format
 * or of another command than `wanted`.
 */
export async function readManifest(
  folder: string,
  wanted: Manifest,
  extension: string,
): Promise<Manifest | undefined> {
  const path = manifestPath(folder);
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw new InputError(`${path}: cannot be read (${errorCode(error)}): give another folder with --parts`, {
      cause: error,
    });
  });
  if (text === undefined) return undefined;
  const found = parsed(text, path, folder);
  const changed = CHANGES.find(([key]) => JSON.stringify(found[key]) !== JSON.stringify(wanted[key]));
  if (changed !== undefined) {
    throw new InputError(
      `--parts ${folder}: ${FILE} there is of a run with ${changed[1]}: give another folder, or delete this one if that ` +
        'run has ended',
    );
  }
  const flaw = flawOf(found, extension);
  if (flaw !== undefined) throw damaged(path, flaw, folder);
  return found;
}

function parsed(text: string, path: string, folder: string): Manifest {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw damaged(path, 'it is not JSON', folder);
  }
  const stamp = z.object({ version: z.string(), format: z.unknown().optional() }).safeParse(value);
  if (stamp.success && stamp.data.format !== FORMAT) {
    throw new InputError(
      `${path}: its format is that of another version of qcl-mixnet, with which this one cannot go on: ${remedy(folder)}`,
    );
  }
  const result = ManifestSchema.safeParse(value);
  if (result.success) return result.data;
  const [{ path: keys, message }] = result.error.issues as [z.core.$ZodIssue];
  const place = keys.map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`)).join('');
  throw damaged(path, place === '' ? message : `${place.slice(1)}: ${message}`, folder);
}

/** What the numbers of a manifest cannot be together. */
function flawOf({ parts, rows, partRows, isComplete }: Manifest, extension: string): string | undefined {
  for (const [i, part] of parts.entries()) {
    const file = partName(i, extension);
    if (part.file !== file) return `parts[${i}].file: must be ${file}, not ${quote(part.file)}`;
    const mayBeShort = isComplete && i === parts.length - 1;
    if (part.rows === partRows || (mayBeShort && part.rows < partRows)) continue;
    return `parts[${i}].rows: must be ${mayBeShort ? 'at most ' : ''}${partRows}, not ${part.rows}`;
  }
  const sum = rowsOf(parts);
  if (rows !== sum) return `rows: must be ${sum}, as the parts have, not ${rows}`;
  if (isComplete && parts.length === 0) return 'isComplete: must be false, as there are no parts';
  return undefined;
}

export function rowsOf(parts: readonly Part[]): number {
  return parts.reduce((sum, { rows }) => sum + rows, 0);
}

function damaged(path: string, flaw: string, folder: string): InputError {
  return new InputError(`${path}: it is damaged (${flaw}): ${remedy(folder)}`);
}
