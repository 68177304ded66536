/**
 * What is to be said about the cells of a table, counted block by block: a notice, or an error, of the sums over all
 * rows.
 */
import { InputError } from '../../errors.js';

/** What a notice is made of. */
export interface RemarkTotals {
  readonly counts: readonly number[];
  /** Distinct, in the order of the rows. Of very many, only the first are kept. */
  readonly examples: readonly (string | number)[];
}

/** About the cells of one column in some rows. It is also given if there is nothing to say about these rows. */
export interface Remark extends RemarkTotals {
  /** Tells remarks from each other; those of several blocks that are equal are added up. */
  readonly about: string;
  /** The notice; undefined if nothing is to be said. */
  readonly text: (totals: RemarkTotals) => string | undefined;
  /** Whether the table is refused, with the text as the message. */
  readonly refuses?: boolean;
}

/** Examples that are kept of each remark: a notice lists a few and counts the others. */
const MOST_EXAMPLES = 10_000;

/** The notices of remarks about all rows. */
export function noticesOf(remarks: readonly Remark[]): string[] {
  const all = new Remarks();
  all.add(remarks);
  const [refused] = all.errors();
  if (refused !== undefined) throw refused;
  return all.notices();
}

/** Adds up remarks. They are in the order in which they first came. */
export class Remarks {
  readonly #all = new Map<string, { remark: Remark; counts: number[]; examples: Set<string | number> }>();

  add(remarks: readonly Remark[]): void {
    for (const remark of remarks) {
      const known = this.#all.get(remark.about);
      const counts = known?.counts ?? remark.counts.map(() => 0);
      remark.counts.forEach((count, i) => {
        counts[i] += count;
      });
      const examples = known?.examples ?? new Set();
      for (const example of remark.examples) {
        if (examples.size >= MOST_EXAMPLES) break;
        examples.add(example);
      }
      this.#all.set(remark.about, { remark: known?.remark ?? remark, counts, examples });
    }
  }

  notices(): string[] {
    return this.#texts(false);
  }

  errors(): InputError[] {
    return this.#texts(true).map((text) => new InputError(text));
  }

  #texts(refuses: boolean): string[] {
    return Array.from(this.#all.values()).flatMap(({ remark, counts, examples }) =>
      (remark.refuses ?? false) === refuses ? (remark.text({ counts, examples: [...examples] }) ?? []) : [],
    );
  }
}
