/** Rows that cannot be read block by block as they would be in the whole table. */
import { InputError } from '../errors.js';

/**
 * Thrown where later rows change how the earlier ones, which are used already, would have been read with them. The whole
 * table can be read.
 */
export class BlockConflictError extends InputError {
  override readonly name: string = 'BlockConflictError';

  /** @param reason what the later rows hold, with the name of the table */
  constructor(readonly reason: string) {
    super(
      `${reason}, so that the rows before would be read otherwise too: read the whole table at once (give --whole-table, ` +
        'or readTable instead of readTableBlocks)',
    );
  }
}
