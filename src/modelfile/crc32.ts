/** CRC-32 (the one of gzip, PNG and Ethernet; RFC 1952 section 8): detects every burst of up to 32 flipped bits. */

/** Reflected polynomial 0xEDB88320, one entry per byte value. */
const TABLE = Int32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = (value >>> 1) ^ (value & 1 ? 0xedb88320 : 0);
  return value;
});

/**
 * CRC-32 of `bytes` as an unsigned integer.
 *
 * @param previous the CRC-32 of the bytes before these, to continue a checksum; default none
 */
export function crc32(bytes: Uint8Array, previous = 0): number {
  let crc = ~previous;
  for (let i = 0; i < bytes.length; i++) crc = (crc >>> 8) ^ TABLE[(crc ^ bytes[i]) & 0xff];
  return ~crc >>> 0;
}
