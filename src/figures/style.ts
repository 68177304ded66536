/** Shared by all figures: sizes in px at 100 %, and colours. */

export const WIDTH = 720;
/** Of the variants for narrow screens. */
export const NARROW = 360;
export const FONT_SIZE = 12;
export const TITLE_SIZE = 15;

export const INK = '#000';
/** Lines behind the data; text is always ink. */
export const GRID = '#ccc';

/**
 * The colours of Okabe and Ito ("Color universal design", 2008), without black and yellow: they differ for
 * colour-blind readers, and the first two also in grey.
 */
export const COLOURS = ['#0072B2', '#E69F00', '#009E73', '#D55E00', '#CC79A7', '#56B4E9'] as const;

/** The shade of a full cell. */
export const SHADE = '#08306b';

/** What the colours of a figure become on a dark screen. */
const ON_DARK: readonly (readonly [string, string])[] = [
  [INK, '#ececec'],
  ['white', '#16181c'],
  ['#fff', '#16181c'],
  [GRID, '#3f444c'],
  [SHADE, '#5aa9e6'],
  [COLOURS[0], '#3f9ee0'],
  [COLOURS[2], '#1fbf92'],
  [COLOURS[3], '#f07f35'],
  [COLOURS[4], '#e090bf'],
  [COLOURS[5], '#9ad4f7'],
];

/** A media query that gives figures inside `root` (a selector, or nothing) their colours on a dark screen. */
export function darkColours(root = ''): string {
  const rules = ON_DARK.flatMap(([light, dark]) =>
    ['fill', 'stroke', 'color'].map((name) => `${root}[${name}="${light}"]{${name}:${dark}}`),
  );
  return `@media screen and (prefers-color-scheme:dark){${rules.join('')}}`;
}
