/** Shared by all figures: sizes in px at 100 %, and colours. */

export const WIDTH = 720;
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
