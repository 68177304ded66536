import { FIGURE_STYLE } from '../figures/svg.js';
import { Html, html } from './html.js';
import { withOwnIds } from './own-ids.js';
import type { ReportFigure } from './parts.js';

/**
 * A figure with its variant for narrow screens, of which the style shows one; without a variant it scrolls sideways,
 * also by keyboard. The page has the colours for dark screens in its own style sheet: its policy allows no other.
 */
export function figureHtml({ svg, narrow, note }: ReportFigure, id: string): Html {
  const drawn = (markup: string, prefix: string) =>
    new Html(withOwnIds(markup.replace(FIGURE_STYLE, ''), prefix));
  const shown =
    narrow === undefined
      ? html`<div class="scroll" role="region" tabindex="0" aria-label="Figure">${drawn(svg, id)}</div>`
      : html`<div class="at-wide">${drawn(svg, id)}</div>
<div class="at-narrow">${drawn(narrow, `${id}-narrow`)}</div>`;
  const caption = note === undefined ? undefined : html`<figcaption>${note}</figcaption>`;
  return html`<figure>${shown}${caption}</figure>\n`;
}
