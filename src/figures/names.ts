/** Names from data in figures. */
import { InputError } from '../errors.js';

export { inWords } from '../text/name-list.js';

/** Width of `text` in px at `fontSize`, roughly: a font of the reader's system draws it. */
export function textWidth(text: string, fontSize: number): number {
  return Math.ceil(0.58 * fontSize * text.length);
}

/** `text`, cut with a mark if it would be wider than `width` px at `fontSize`. */
export function fitted(text: string, width: number, fontSize: number): string {
  const most = Math.max(2, Math.floor(width / (0.58 * fontSize)));
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}

/** The largest width of `names`, for a margin. */
export function widestName(names: readonly string[], fontSize: number): number {
  return Math.max(0, ...names.map((name) => textWidth(name, fontSize)));
}

/** @throws InputError unless there are `count` names. */
export function checkNames(argument: string, names: readonly string[], count: number, of: string): void {
  if (names.length === count) return;
  throw new InputError(
    `${argument} has ${names.length} names, but there are ${count} ${of}: give one name each`,
  );
}
