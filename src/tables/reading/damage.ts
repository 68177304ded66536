/** Damaged binary data; the reader converts it to an `InputError` with the place. */
export class DamagedData extends Error {
  override readonly name = 'DamagedData';
}
