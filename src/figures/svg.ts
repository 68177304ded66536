/** Plots under a title, as the text of one SVG that stands alone. */
import * as Plot from '@observablehq/plot';
// The build without dependencies and without Node's modules. It is used in browsers too: one serializer, one text.
import { parseHTML } from 'linkedom/worker';
import { darkColours, FONT_SIZE, INK, TITLE_SIZE, WIDTH } from './style.js';

export interface Panel {
  /** Left edge in px, default 0. */
  readonly x?: number;
  /** Upper edge below the title in px, default 0. */
  readonly y?: number;
  readonly plot: Plot.PlotOptions & { readonly width: number; readonly height: number };
}

export interface Drawing {
  /** What the reader should conclude; broken into lines if it is long. */
  readonly title: string;
  /** What is shown and how to read it, for those who cannot see it. */
  readonly description: string;
  readonly panels: readonly Panel[];
  /** Least width in px, default 720; it grows with the panels. */
  readonly width?: number;
}

const SVG = 'http://www.w3.org/2000/svg';
const LINE_HEIGHT = 20;
const PADDING = 12;

/** The style of every figure: dark on a dark screen. Another file that holds the figure may do without. */
export const FIGURE_STYLE = `<style>${darkColours()}</style>`;

/** The panels of a figure with two: side by side, or one below the other in a figure that is narrower than usual. */
export function twoPanels(width: number, height: number) {
  const isNarrow = width < WIDTH;
  return {
    width: isNarrow ? width : width / 2,
    second: isNarrow ? { x: 0, y: height } : { x: width / 2, y: 0 },
    height: isNarrow ? 2 * height : height,
  };
}

/** The SVG of `drawing`; the same drawing gives the same text. Names reach it as text nodes only. */
export function drawSvg({ title, description, panels, width: least = WIDTH }: Drawing): string {
  const { document } = parseHTML('<html></html>');
  const width = Math.max(least, ...panels.map(({ x = 0, plot }) => x + plot.width));
  // Widths of bold letters in em: in narrow figures short lines leave less room for a wider font to even out.
  const letter = (width < WIDTH ? 0.62 : 0.56) * TITLE_SIZE;
  const lines = brokenIntoLines(title, Math.floor((width - 2 * PADDING) / letter));
  const top = PADDING + lines.length * LINE_HEIGHT + 4;
  const height = top + Math.max(...panels.map(({ y = 0, plot }) => y + plot.height));

  const element = (name: string, attributes: Record<string, string | number>, text = '') => {
    const made = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
    made.textContent = text;
    return made;
  };
  const svg = element('svg', {
    xmlns: SVG,
    role: 'img',
    width,
    height,
    viewBox: `0 0 ${width} ${height}`,
    'font-family': 'system-ui, sans-serif',
    'font-size': FONT_SIZE,
    fill: INK,
    color: INK,
  });
  svg.append(
    element('title', {}, title),
    element('desc', {}, description),
    element('rect', { width, height, fill: 'white' }),
    ...lines.map((line, l) =>
      element(
        'text',
        { x: PADDING, y: PADDING + (l + 0.75) * LINE_HEIGHT, 'font-size': TITLE_SIZE, 'font-weight': 'bold' },
        line,
      ),
    ),
  );
  for (const { x = 0, y = 0, plot } of panels) {
    const drawn = Plot.plot({ ...plot, document, className: 'panel' });
    // Plot's style sheet is for a figure inside a page and would resize a nested one.
    drawn.querySelector('style')?.remove();
    drawn.setAttribute('x', String(x));
    drawn.setAttribute('y', String(top + y));
    drawn.setAttribute('font-size', String(FONT_SIZE));
    drawn.removeAttribute('font-family');
    svg.append(drawn);
  }
  return `${svg.outerHTML.replace('</desc>', `</desc>${FIGURE_STYLE}`).replace(UNSHOWABLE, '\uFFFD')}\n`;
}

/**
 * Characters that no XML document may contain, however escaped, and those that embed, override or isolate a
 * direction and so rearrange the text after a name.
 */
const UNSHOWABLE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones to replace
  /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u202A-\u202E\u2066-\u2069\uFFFE\uFFFF]/g;

/** `text` in lines of at most `length` characters, broken at spaces; a longer word stays whole. */
function brokenIntoLines(text: string, length: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= length) {
      lines[lines.length - 1] = `${last} ${word}`;
    } else lines.push(word);
  }
  return lines;
}
