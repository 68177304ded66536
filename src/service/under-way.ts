/**
 * What is under way, in no order. As a set that lets go of an item when it is removed: the table of a Set or Map is replaced again
 * and again as items come and go, and V8 keeps each old table, with all that was in it, until its next full garbage collection.
 */
export class UnderWay<Item> {
  readonly #places: Place<Item>[] = [];

  get size(): number {
    return this.#places.length;
  }

  /** Returns what `remove` takes. */
  add(item: Item): Place<Item> {
    const place = { item, index: this.#places.length };
    this.#places.push(place);
    return place;
  }

  /** Nothing happens if it was removed before. */
  remove(place: Place<Item>): void {
    if (this.#places[place.index] !== place) return;
    const last = this.#places.pop() as Place<Item>;
    if (last === place) return;
    this.#places[place.index] = last;
    last.index = place.index;
  }

  /** The items as they are now: removing one meanwhile leaves out none. */
  items(): Item[] {
    return this.#places.map(({ item }) => item);
  }
}

/** Where an item is. */
export interface Place<Item> {
  readonly item: Item;
  index: number;
}
