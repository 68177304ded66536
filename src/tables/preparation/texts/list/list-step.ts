/** Columns of lists: a 0/1 feature for each common member, and the number of members. */
import * as z from 'zod';
import type { ColumnScale } from '../../../../matrix.js';
import { countOf, listNames, quote } from '../../../../text/name-list.js';
import type { Column } from '../../../table.js';
import {
  derivedFields,
  derivedScale,
  fitDerived,
  writeDerived,
  writeIndicator,
} from '../../derived-numbers.js';
import type { Destination } from '../../destination.js';
import type { Remark } from '../../remarks.js';
import { asText, byFrequency, countItems, textCells } from '../text-column.js';
import { areUnlikeTraining, unknownCells, unknownShareField } from '../unknown-cells.js';
import { isCommon } from './list-format.js';
import { LIST_DELIMITERS, type ListDelimiter, listMembers } from './list-members.js';

const MOST_MEMBERS = 40;

export const ListSchema = z.strictObject({
  name: z.string(),
  kind: z.literal('list'),
  delimiter: z.enum(LIST_DELIMITERS),
  /** The common members, the most frequent first, one 0/1 column each. */
  members: z
    .array(z.string().min(1))
    .max(MOST_MEMBERS)
    .readonly()
    .refine((all) => new Set(all).size === all.length, 'members must be distinct'),
  /** The number of members; absent if all training lists have equally many. */
  count: z.strictObject(derivedFields).readonly().optional(),
  ...unknownShareField,
  /** Has a 0/1 column `name is missing`: cells were missing in training. */
  indicator: z.boolean(),
});

export type FittedList = Readonly<z.infer<typeof ListSchema>>;

/**
 * Fits the common members (`isCommon`) of the lists in `rows`, at most the 40 most frequent, without those in every
 * list.
 */
export function fitList(column: Column, rows: Int32Array, delimiter: ListDelimiter): FittedList {
  const text = asText(column);
  const { frequencies, present, hasAny } = countItems(text, rows, (cell) => listMembers(cell, delimiter));
  const members = byFrequency(frequencies)
    .filter(([, cells]) => isCommon(cells, present) && cells < rows.length)
    .slice(0, MOST_MEMBERS)
    .map(([member]) => member);
  const cells = unknownCells(text, rows, hasAny(members));
  const count = fitDerived(memberCounts(text, delimiter), rows, new Float64Array(rows.length));
  return {
    name: column.name,
    kind: 'list',
    delimiter,
    members,
    ...(count && { count }),
    ...(members.length > 0 && present > 0 && { unknown: cells.unknown / present }),
    indicator: present < rows.length,
  };
}

/** `name has member` for each member, `name: members` for their number, then `name is missing`. */
export function listOutputNames({ name, members, count, indicator }: FittedList): string[] {
  const names = members.map((member) => `${name} has ${member}`);
  if (count) names.push(`${name}: members`);
  if (indicator) names.push(`${name} is missing`);
  return names;
}

/** The scale of each of `listOutputNames`; null for 0/1 columns. */
export function listScales({ members, count, indicator }: FittedList): (ColumnScale | null)[] {
  const scales: (ColumnScale | null)[] = members.map(() => null);
  if (count) scales.push(derivedScale(count));
  if (indicator) scales.push(null);
  return scales;
}

/**
 * Writes the lists of `rows`. A missing list has no members; other members than the common ones are only counted. With a
 * remark if lists have another delimiter than in training, or far more of them than in training have no common member.
 */
export function writeList(
  fitted: FittedList,
  column: Column,
  rows: Int32Array,
  destination: Destination,
): Remark[] {
  const { data, columns } = destination;
  const { delimiter, count, indicator } = fitted;
  const text = asText(column);
  const known = new Map(fitted.members.map((member, place) => [member, place]));
  const places = new Map<number, number[]>();
  for (let i = 0, at = destination.offset; i < rows.length; i++, at += columns) {
    const code = text.codes[rows[i]];
    if (code < 0) continue;
    let found = places.get(code);
    if (found === undefined) {
      found = [...listMembers(text.dictionary[code], delimiter)].flatMap((member) => known.get(member) ?? []);
      places.set(code, found);
    }
    for (const place of found) data[at + place] = 1;
  }
  let offset = destination.offset + fitted.members.length;
  const counts = memberCounts(text, delimiter);
  if (count) writeDerived(count, counts, rows, { ...destination, offset: offset++ });
  if (indicator) writeIndicator(counts, rows, { ...destination, offset });
  return unknownRemarks(fitted, text, rows, (_, code) => places.get(code)!.length > 0);
}

function unknownRemarks(
  { name, members, delimiter, unknown: inTraining }: FittedList,
  column: ReturnType<typeof asText>,
  rows: Int32Array,
  isKnown: (text: string, code: number) => boolean,
): Remark[] {
  const otherDelimiters = LIST_DELIMITERS.filter((each) => each !== delimiter);
  const isKnownOtherwise = otherDelimiters.map((other) => hasMember(members, other));
  const hasOther = (text: string) =>
    otherDelimiters.some((other, i) => text.includes(other) && isKnownOtherwise[i](text));
  const otherwise = unknownCells(column, rows, (text, code) => isKnown(text, code) || !hasOther(text));
  const label = `column ${quote(name)}`;
  const cells = unknownCells(column, rows, isKnown);
  return [
    {
      about: `delimiter of ${name}`,
      counts: [otherwise.unknown],
      examples: otherwise.texts,
      text: ({ counts: [lists], examples }) =>
        lists > 0
          ? `${label}: ${countOf(lists, 'list')} with another delimiter than ${quote(delimiter)} as in training, so that ` +
            `the members are unknown: ${listNames(examples)}`
          : undefined,
    },
    {
      about: `lists of ${name}`,
      counts: [otherwise.unknown, cells.unknown, cells.present],
      examples: cells.texts,
      text: ({ counts: [others, unknown, present], examples }) =>
        others > 0 || inTraining === undefined || !areUnlikeTraining({ unknown, present }, inTraining)
          ? undefined
          : `${label}: ${unknown} of ${countOf(present, 'list')} without any member that is common in training: ` +
            listNames(examples),
    },
  ];
}

function hasMember(members: readonly string[], delimiter: ListDelimiter): (text: string) => boolean {
  const known = new Set(members);
  return (text) => [...listMembers(text, delimiter)].some((member) => known.has(member));
}

function memberCounts(column: ReturnType<typeof asText>, delimiter: ListDelimiter): Float64Array {
  return textCells(column, (text) => listMembers(text, delimiter).size);
}
