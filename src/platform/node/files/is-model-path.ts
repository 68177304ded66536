/** Distinguishes models from tables, for a command that takes both. */
import { open, stat } from 'node:fs/promises';
import { looksLikeSafetensors } from '../../../modelfile/safetensors-header.js';
import { isParquet } from '../../../tables/reading/parquet/footer.js';
import { extensionOf, formatByExtension } from '../../../tables/reading/table-formats.js';
import { isGzip, isZstd } from '../../../tables/reading/unpack-stream.js';

const HEAD_BYTES = 256;

/**
 * Whether the path is that of a model rather than of a table: by its extension, else by its first bytes. Binary files
 * that are neither, files that cannot be read and pipes count as models; `-` does not.
 */
export async function isModelPath(path: string): Promise<boolean> {
  if (path === '-' || formatByExtension(path) !== undefined) return false;
  if (extensionOf(path)?.toLowerCase() === 'safetensors') return true;
  const stats = await stat(path).catch(() => undefined);
  const head = stats?.isFile() ? await headOf(path).catch(() => undefined) : undefined;
  if (head === undefined || head.length === 0 || looksLikeSafetensors(head)) return true;
  return head.includes(0) && !isParquet(head) && !isGzip(head) && !isZstd(head) && !isUtf16(head);
}

async function headOf(path: string): Promise<Uint8Array> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(new Uint8Array(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

function isUtf16(head: Uint8Array): boolean {
  return (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff);
}
