/** HTML from a tagged template that escapes every value, except other HTML from it. */

export class Html {
  constructor(
    /** Markup in which data are already escaped. */
    readonly markup: string,
  ) {}
}

export type HtmlValue = string | number | Html | undefined | readonly HtmlValue[];

/**
 * `html\`<p>${text}</p>\``: texts and numbers are escaped for elements and for quoted attributes alike, `Html` is
 * inserted unchanged, lists are joined without a separator, undefined gives nothing.
 */
export function html(strings: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  return new Html(strings.reduce((all, part, i) => all + markupOf(values[i - 1]) + part));
}

function markupOf(value: HtmlValue): string {
  if (value === undefined) return '';
  if (value instanceof Html) return value.markup;
  if (typeof value === 'string' || typeof value === 'number') return escapeText(String(value));
  return value.map(markupOf).join('');
}

const ENTITIES = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
  ["'", '&#39;'],
]);

/**
 * `text` for an element or a quoted attribute. Characters that HTML does not allow and those that change the
 * direction of the text after them are shown as `\u202e`, so that a name cannot rearrange a sentence.
 */
export function escapeText(text: string): string {
  return text
    .replace(UNSHOWABLE, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .replace(/[&<>"']/g, (c) => ENTITIES.get(c) as string);
}

/** Control characters except tab and line feed; embeddings, overrides and isolates of direction; non-characters. */
const UNSHOWABLE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones to show
  /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069\uFFFE\uFFFF]/g;
