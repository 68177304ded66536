/** The figures of a page, which are files beside it. */
import type { Protocol } from '../../pipeline/provenance.js';

/** A figure that the page shows. */
export interface PageFigure {
  /** The protocol of its numbers; undefined if it has several. */
  readonly protocol?: Protocol;
  /** Of a ranking: whether it is that of the tuned runs. */
  readonly tuned?: boolean;
  /** Of a ranking: whether it is that of the data sets that chose nothing. */
  readonly untouched?: true;
  /** A ranking, or one of the paper's own figures. */
  readonly about: 'ranking' | 'paper';
  /** Alternative text. */
  readonly alternative: string;
  /** Path of the file, relative to the page. */
  readonly path: string;
  /** Of the variant for narrow screens, if there is one. */
  readonly narrowPath?: string;
}

/** The figures in Markdown, one a paragraph; HTML if a variant is for narrow screens. */
export function images(figures: readonly PageFigure[]): string {
  return figures.map((figure) => `${image(figure)}\n`).join('\n');
}

/** In px: a page in a narrower window shows the narrow variant. */
const WIDEST_NARROW = 640;

function image({ alternative, path, narrowPath }: PageFigure): string {
  if (narrowPath === undefined) return `![${alternative}](${path})`;
  const text = alternative.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
  // Bundlers take a path without a dot for that of a package.
  return `<picture>
  <source media="(max-width: ${WIDEST_NARROW}px)" srcset="${relative(narrowPath)}">
  <img src="${relative(path)}" alt="${text}">
</picture>`;
}

function relative(path: string): string {
  return /^(?:[./]|\w+:)/.test(path) ? path : `./${path}`;
}
