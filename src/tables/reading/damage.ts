/** What is wrong with bytes that are not text; their reader turns it into an `InputError` with the place. */
export class DamagedData extends Error {
  override readonly name = 'DamagedData';
}
