/** A report as one HTML file: it opens from disk, fetches nothing, and runs only its own script. */
import { VERSION } from '../version.js';
import { figureHtml } from './figure.js';
import { Html, html } from './html.js';
import type { ReportPage, ReportPart, ReportSection } from './parts.js';
import { SCROLL_SCRIPT } from './scroll-script.js';
import { SORTING_SCRIPT } from './sorting-script.js';
import { STYLE } from './style.js';
import { tableHtml } from './table.js';
import { THRESHOLD_SCRIPT } from './threshold-script.js';
import { thresholdSliderHtml } from './threshold-slider.js';

/** Each part in a scope of its own. */
export const SCRIPT = `'use strict';\n${[SORTING_SCRIPT, THRESHOLD_SCRIPT, SCROLL_SCRIPT]
  .map((part) => `{${part}}\n`)
  .join('')}`;

/** SHA-256 of `STYLE` and `SCRIPT` in base64; a test checks them. */
export const STYLE_HASH = 'WeJDjjMFRU/xKMYOGCH3JeP5vr6mYyAxyUqFVmJANmY=';
export const SCRIPT_HASH = 'rMDNzr+IlGxv40NOAeyI+ya2j1uAmLHLnEsZ/CuVs/8=';

const POLICY =
  `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; script-src 'sha256-${SCRIPT_HASH}'; ` +
  `base-uri 'none'; form-action 'none'`;

/**
 * The page of `report` as the text of one HTML file, in UTF-8. Texts are escaped, so names from data appear as they
 * are; figures are inserted as they are, but the page's Content-Security-Policy keeps them from running or fetching
 * anything. The same report gives the same text.
 */
export function reportPage({ title, sections }: ReportPage): string {
  const ids = new Counter();
  const shown = sections
    .filter(({ parts }) => parts.length > 0)
    .map((section) => ({ ...section, id: ids.next('section') }));
  const contents = shown.map((section) => html`<li><a href="#${section.id}">${section.title}</a></li>`);
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${new Html(POLICY)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style>${new Html(STYLE)}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the report</a>
<header>
<h1>${title}</h1>
<nav aria-label="Contents"><ul>${contents}</ul></nav>
</header>
<main id="main" tabindex="-1">
${shown.map((section) => sectionHtml(section, ids))}</main>
<footer><p>Written by qcl-mixnet ${VERSION}.</p></footer>
<script>${new Html(SCRIPT)}</script>
</body>
</html>
`;
  return page.markup;
}

/** Ids by kind: `table-1`, `table-2`, ... */
class Counter {
  readonly #used = new Map<string, number>();

  next(kind: string): string {
    const number = (this.#used.get(kind) ?? 0) + 1;
    this.#used.set(kind, number);
    return `${kind}-${number}`;
  }
}

function sectionHtml({ id, title, parts }: ReportSection & { readonly id: string }, ids: Counter): Html {
  return html`<section aria-labelledby="${id}">
<h2 id="${id}" tabindex="-1">${title}</h2>
${parts.map((part) => partHtml(part, ids))}</section>
`;
}

function partHtml(part: ReportPart, ids: Counter): Html {
  switch (part.kind) {
    case 'paragraph':
      return html`<p${part.warning ? html` class="warning"` : undefined}>${part.text}</p>\n`;
    case 'list':
      return html`<ul>${part.items.map((item) => html`<li>${item}</li>`)}</ul>\n`;
    case 'heading':
      return html`<h3>${part.text}</h3>\n`;
    case 'commands':
      return html`<pre><code>${part.lines.join('\n')}</code></pre>\n`;
    case 'table':
      return tableHtml(part, ids.next('table'));
    case 'thresholds':
      return thresholdSliderHtml(part, ids.next('slider'));
    case 'figure':
      return figureHtml(part, ids.next('figure'));
  }
}
