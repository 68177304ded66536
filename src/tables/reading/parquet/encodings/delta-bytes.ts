/** DELTA_LENGTH_BYTE_ARRAY and DELTA_BYTE_ARRAY: texts after their lengths, and texts with shared prefixes. */
import { DamagedData } from '../../damage.js';
import type { BytesValues, Section } from '../page-values.js';
import { readDelta } from './delta.js';

/** Reads `count` texts, stored one after the other after all their lengths. */
export function readDeltaLengths(section: Section, count: number): BytesValues {
  const ends = readDelta(section, count, 1);
  const starts = new Int32Array(count);
  let at = section.position;
  for (let i = 0; i < count; i++) {
    const length = ends[i];
    if (length < 0 || length > section.end - at) throw new DamagedData('a text goes beyond its page');
    starts[i] = at;
    at += length;
    ends[i] = at;
  }
  section.position = at;
  return { kind: 'bytes', count, bytes: section.bytes, starts, ends };
}

/**
 * Reads `count` texts, each as the length of the prefix shared with the previous one, and the rest. A few bytes can
 * give many long texts: `reserve` is called with the total number of bytes beforehand, and throws if that is too much.
 */
export function readDeltaBytes(
  section: Section,
  count: number,
  reserve: (bytes: number) => void,
): BytesValues {
  const shared = readDelta(section, count, 1);
  const rests = readDeltaLengths(section, count);
  let total = 0;
  for (let i = 0, before = 0; i < count; i++) {
    if (shared[i] < 0 || shared[i] > before)
      throw new DamagedData('a text shares more than the previous one has');
    before = shared[i] + rests.ends[i] - rests.starts[i];
    total += before;
  }
  reserve(total);
  if (total > 0x7fffffff) throw new DamagedData('the texts of a page take more than 2 GiB');
  const bytes = new Uint8Array(total);
  const starts = new Int32Array(count);
  const ends = new Int32Array(count);
  for (let i = 0, at = 0, before = 0; i < count; i++) {
    starts[i] = at;
    bytes.copyWithin(at, before, before + shared[i]);
    bytes.set(rests.bytes.subarray(rests.starts[i], rests.ends[i]), at + shared[i]);
    before = at;
    at += shared[i] + rests.ends[i] - rests.starts[i];
    ends[i] = at;
  }
  return { kind: 'bytes', count, bytes, starts, ends };
}
