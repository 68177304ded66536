/** Snappy's raw format: literals, and copies of earlier output. */
import { DamagedData } from '../../damage.js';
import { Output } from './output.js';

/** Unpacks to exactly `size` bytes. */
export function unpackSnappy(packed: Uint8Array, size: number): Uint8Array<ArrayBuffer> {
  const output = new Output(size);
  let at = 0;
  const take = (count: number): number => {
    if (at + count > packed.length) throw new DamagedData('packed data is cut off');
    let value = 0;
    for (let i = 0; i < count; i++) value += packed[at++] * 2 ** (8 * i);
    return value;
  };
  // The size comes first, as a varint; it is known from the page header.
  while (take(1) >= 128);
  while (at < packed.length) {
    const tag = packed[at++];
    switch (tag & 3) {
      case 0: {
        const length = (tag >> 2 < 60 ? tag >> 2 : take((tag >> 2) - 59)) + 1;
        output.append(packed, at, at + length);
        at += length;
        break;
      }
      case 1:
        output.copy(((tag >> 5) << 8) + take(1), ((tag >> 2) & 7) + 4);
        break;
      case 2:
        output.copy(take(2), (tag >> 2) + 1);
        break;
      default:
        output.copy(take(4), (tag >> 2) + 1);
    }
  }
  return output.finish();
}
