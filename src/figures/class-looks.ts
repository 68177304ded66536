/** What the marks of each class look like in a map. */
import { COLOURS } from './style.js';

export const SYMBOLS = ['circle', 'square', 'triangle', 'diamond', 'star', 'wye'] as const;

export interface Look {
  readonly symbol: (typeof SYMBOLS)[number];
  readonly fill: string;
}

/** How many classes colour and shape together tell apart. */
export const COMBINATIONS = COLOURS.length * SYMBOLS.length;

/** Of the classes beyond `COMBINATIONS`. */
export const OTHERS: Look = { symbol: 'circle', fill: '#999' };

/**
 * The look of each class, by its index: those in `shown` (at most `COMBINATIONS`) have one of their own, and neighbours in it
 * differ in both colour and shape; the others are grey dots.
 */
export function looks(classes: number, shown: readonly number[]): Look[] {
  const all: Look[] = new Array(classes).fill(OTHERS);
  shown.forEach((c, place) => {
    const symbol = SYMBOLS[(place + Math.floor(place / COLOURS.length)) % SYMBOLS.length];
    all[c] = { symbol, fill: COLOURS[place % COLOURS.length] };
  });
  return all;
}
