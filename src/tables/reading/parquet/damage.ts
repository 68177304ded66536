/** What is wrong with the bytes of a Parquet file; `readParquet` turns it into an `InputError` with the place. */
export class ParquetDamage extends Error {
  override readonly name = 'ParquetDamage';
}
