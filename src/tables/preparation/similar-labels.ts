/** Labels that are probably one class: equal but for letter case, blanks, Unicode form or the spelling of a number. */
import type { Label } from '../../matrix.js';
import { countOf, quote } from '../../text/name-list.js';
import { canonicalNumber, hasLeadingZero, parseNumber } from '../../text/number-text.js';
import { booleanValue } from './boolean-words.js';

/** The text that similar labels share. */
export function labelKey(label: Label): string {
  const text = String(label).normalize('NFC').trim().replace(/\s+/g, ' ').toLowerCase();
  const value = hasLeadingZero(text) ? Number.NaN : parseNumber(text);
  return Number.isNaN(value) ? text : canonicalNumber(value);
}

/** The groups of two or more similar labels, each with its most frequent label first. */
export function similarLabels(counts: ReadonlyMap<string, number>): string[][] {
  return groupsByKey(counts, labelKey);
}

/** The groups of categories that are equal but for letter case, blanks, leading zeros or the spelling of a number. */
export function similarCategories(counts: ReadonlyMap<string, number>): string[][] {
  return groupsByKey(counts, (word) => {
    const value = parseNumber(word);
    return Number.isNaN(value) ? labelKey(word) : canonicalNumber(value);
  });
}

/** The groups of labels of one number, with and without leading zeros, such as `01` and `1`: codes, never merged. */
export function paddedLabels(counts: ReadonlyMap<string, number>): string[][] {
  const groups = groupsByKey(counts, (label) => {
    const value = parseNumber(label);
    return Number.isNaN(value) ? `text ${label}` : canonicalNumber(value);
  });
  return groups.filter((group) => new Set(group.map(labelKey)).size > 1);
}

function groupsByKey(counts: ReadonlyMap<string, number>, keyOf: (label: string) => string): string[][] {
  const groups = new Map<string, string[]>();
  for (const label of counts.keys()) {
    const key = keyOf(label);
    groups.set(key, [...(groups.get(key) ?? []), label]);
  }
  return [...groups.values()]
    .filter((group) => group.length > 1)
    .map((group) =>
      group.sort((one, other) => counts.get(other)! - counts.get(one)! || (one < other ? -1 : 1)),
    );
}

/** What is said about similar labels. */
export function similarLabelsNotice(
  target: string,
  groups: readonly (readonly string[])[],
  counts: ReadonlyMap<string, number>,
  merged: boolean,
): string {
  const listed = listedGroups(groups, counts, merged ? ' <- ' : ' and ');
  return merged
    ? `target column ${quote(target)}: similar labels merged: ${listed}`
    : `target column ${quote(target)} has labels that differ only in letter case, blanks or the spelling of a number, ` +
        `taken for different classes: ${listed}; --merge-labels (mergeLabels) merges them`;
}

/** What is said about labels that differ only in leading zeros. */
export function paddedLabelsNotice(
  target: string,
  groups: readonly (readonly string[])[],
  counts: ReadonlyMap<string, number>,
): string {
  return (
    `target column ${quote(target)} has labels that differ only in leading zeros, taken for different classes as codes ` +
    `are: ${listedGroups(groups, counts, ' and ')}; correct the table if they are one class`
  );
}

/** What is said about similar categories of a feature. */
export function similarCategoriesNotice(
  column: string,
  groups: readonly (readonly string[])[],
  counts: ReadonlyMap<string, number>,
): string {
  return (
    `column ${quote(column)} has ${groups.flat().length} categories that differ only in ` +
    `letter case, blanks, leading zeros or the spelling of a number, taken for different ones: ` +
    `${listedGroups(groups, counts, ' and ')}; spell them alike in the table if they are one`
  );
}

function listedGroups(
  groups: readonly (readonly string[])[],
  counts: ReadonlyMap<string, number>,
  separator: string,
): string {
  const listed = groups
    .slice(0, 3)
    .map((group) =>
      group.map((label) => `${quote(label)} (${countOf(counts.get(label)!, 'row')})`).join(separator),
    );
  const more = groups.length > listed.length ? `; and ${groups.length - listed.length} more groups` : '';
  return listed.join('; ') + more;
}

/**
 * Finds the class that a label of another table means: itself, else the only class with its key; and if the classes
 * are two truth values, such as `yes` and `no` or 1 and 0, the one of the same value. Undefined if there is none.
 */
export function classFinder(classes: readonly Label[]): (label: Label) => Label | undefined {
  const exact = new Set(classes);
  const byKey = new Map<string, Label | undefined>();
  for (const label of classes) byKey.set(labelKey(label), byKey.has(labelKey(label)) ? undefined : label);
  const truths = new Map(classes.map((label) => [truthValue(label), label]));
  const areTruths = classes.length === 2 && truths.has(0) && truths.has(1);
  return (label) => {
    if (exact.has(label)) return label;
    return byKey.get(labelKey(label)) ?? (areTruths ? truths.get(truthValue(label)) : undefined);
  };
}

/** 0, 1, or NaN for anything else. */
function truthValue(label: Label): number {
  const value = parseNumber(String(label));
  return value === 0 || value === 1 ? value : booleanValue(String(label));
}
