/**
 * The presets of `auto`: `fast` has the candidates that gain most for their time, `best` has all, and each net twice. In
 * a file that loads nothing: the program's help shows them.
 */
export const QUALITIES = ['fast', 'best'] as const;
export type Quality = (typeof QUALITIES)[number];
