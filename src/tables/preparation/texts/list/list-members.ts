/** Lists in one cell, such as `drama|comedy` or `["drama","comedy"]`. */
import { listOfText } from '../../../list-text.js';

export const LIST_DELIMITERS = ['|', ';', ','] as const;
export type ListDelimiter = (typeof LIST_DELIMITERS)[number];

const BRACKETS = /^\s*[[{(](.*)[\])}]\s*$/s;
const QUOTES = /^(["'])(.*)\1$/s;

/**
 * The distinct members of a list: of a JSON array, whatever the delimiter (`listOfText`), or else without surrounding blanks, quotes and the brackets around the list; empty members
 * are left out.
 */
export function listMembers(text: string, delimiter: ListDelimiter): Set<string> {
  const array = listOfText(text);
  if (array !== undefined) {
    return new Set(array.map((member) => member.trim()).filter((member) => member !== ''));
  }
  const inner = text.includes('[') || text.includes('{') || text.includes('(') ? bare(text) : text;
  const members = new Set<string>();
  for (const part of inner.split(delimiter)) {
    const trimmed = part.trim();
    const member = trimmed.replace(QUOTES, '$2').trim();
    if (member !== '') members.add(member);
  }
  return members;
}

function bare(text: string): string {
  return BRACKETS.exec(text)?.[1] ?? text;
}
