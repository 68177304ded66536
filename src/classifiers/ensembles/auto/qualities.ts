/**
 * The presets of `auto`: `fast` has few candidates that are fitted in seconds, `standard` those that gain most for their
 * time, `best` all, and each net twice. In a file that loads nothing: the program's help shows them.
 */
export const QUALITIES = ['fast', 'standard', 'best'] as const;
export type Quality = (typeof QUALITIES)[number];
export const DEFAULT_QUALITY: Quality = 'standard';
