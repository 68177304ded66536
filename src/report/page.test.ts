import { createHash } from 'node:crypto';
import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import { ablationBars } from '../figures/ablation-bars.js';
import { reportPage, SCRIPT, SCRIPT_HASH, STYLE_HASH } from './page.js';
import { numberCell, type ReportPart } from './parts.js';
import { PALETTES, STYLE } from './style.js';

const HOSTILE = [
  '<script>alert(1)</script>',
  '"onload=alert(1) x="',
  "'x",
  '</style>',
  '&lt;',
  'a\u202Eb\u0000c',
];

function pageOf(...parts: ReportPart[]) {
  const text = reportPage({ title: 'Report', sections: [{ title: 'One', parts }] });
  return { text, document: parseHTML(text).document };
}

const bars = [
  { name: 'whole', mean: 0.8, low: 0.7, high: 0.9 },
  { name: 'part', mean: 0.7, low: 0.6, high: 0.8 },
];

describe('reportPage', () => {
  it('shows hostile names as texts wherever they stand', () => {
    for (const name of HOSTILE) {
      const text = reportPage({
        title: name,
        sections: [
          {
            title: name,
            parts: [
              { kind: 'paragraph', text: name },
              { kind: 'list', items: [name] },
              { kind: 'heading', text: name },
              { kind: 'commands', lines: [name] },
              {
                kind: 'table',
                caption: name,
                columns: [{ title: name }, { title: name, numeric: true }],
                rows: [[name, { text: name, value: 1 }]],
                notes: [name],
              },
              { kind: 'figure', svg: ablationBars({ bars: [bars[0], { ...bars[1], name }] }), note: name },
            ],
          },
        ],
      });
      const { document } = parseHTML(text);
      const shown = name.replace('\u202E', '\\u202e').replace('\u0000', '\\u0000');
      for (const place of [
        'h1',
        'h2',
        'h3',
        'main p',
        'li',
        'code',
        'th[scope=row]',
        'td',
        '.notes',
        'button',
      ]) {
        expect(document.querySelector(place)?.textContent).toContain(shown);
      }
      expect(document.querySelectorAll('script')).toHaveLength(1);
      expect(document.querySelectorAll('style')).toHaveLength(1);
      expect([...document.querySelectorAll('*')].filter((each) => each.hasAttribute('onload'))).toEqual([]);
      expect(text).not.toContain('\u202E');
    }
  });

  it('leaves the marks of right-to-left names alone', () => {
    expect(
      pageOf({ kind: 'paragraph', text: 'שלום\u200F!' }).document.querySelector('main p')?.textContent,
    ).toBe('שלום\u200F!');
  });

  it('allows its own style and script and nothing else', () => {
    const hash = (text: string) => createHash('sha256').update(text).digest('base64');
    expect(STYLE_HASH).toBe(hash(STYLE));
    expect(SCRIPT_HASH).toBe(hash(SCRIPT));
    const { text, document } = pageOf({ kind: 'paragraph', text: 'x' });
    const policy = document.querySelector('meta[http-equiv]')?.getAttribute('content');
    expect(policy).toBe(
      `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; script-src 'sha256-${SCRIPT_HASH}'; base-uri 'none'; form-action 'none'`,
    );
    expect(text).toContain(`<style>${STYLE}</style>`);
    expect(text).toContain(`<script>${SCRIPT}</script>`);
    expect(text).not.toMatch(/https?:|\ssrc=/);
  });

  it('keeps the ids of two figures apart', () => {
    const svg =
      '<svg xmlns="http://www.w3.org/2000/svg" role="img"><title>T id="a"</title><desc>D</desc>' +
      '<clipPath id="a"/><g clip-path="url(#a)" data-x="1>0"><use href="#a"/></g></svg>';
    const { document } = pageOf({ kind: 'figure', svg }, { kind: 'figure', svg });
    const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const [first, second] = document.querySelectorAll('figure .scroll > svg');
    expect(first.querySelector('title')?.textContent).toBe('T id="a"');
    for (const [figure, prefix] of [
      [first, 'figure-1'],
      [second, 'figure-2'],
    ] as const) {
      expect(figure.getAttribute('aria-labelledby')).toBe(`${prefix}-title`);
      expect(document.getElementById(`${prefix}-title`)?.textContent).toContain('T');
      expect(document.getElementById(`${prefix}-desc`)?.textContent).toBe('D');
      expect(figure.querySelector('g')?.getAttribute('clip-path')).toBe(`url(#${prefix}-a)`);
      expect(figure.querySelector('use')?.getAttribute('href')).toBe(`#${prefix}-a`);
    }
  });

  it('heads sections in order, links to them and leaves out empty ones', () => {
    const text = reportPage({
      title: 'Report',
      sections: [
        { title: 'First', parts: [{ kind: 'heading', text: 'Below' }] },
        { title: 'Empty', parts: [] },
        { title: 'Last', parts: [{ kind: 'paragraph', text: 'x' }] },
      ],
    });
    const { document } = parseHTML(text);
    expect(document.documentElement.getAttribute('lang')).toBe('en');
    expect([...document.querySelectorAll('h1,h2,h3')].map(({ tagName }) => tagName)).toEqual([
      ...['H1', 'H2', 'H3', 'H2'],
    ]);
    for (const link of document.querySelectorAll('a')) {
      expect(document.getElementById(link.getAttribute('href')?.slice(1) ?? '')).not.toBeNull();
    }
    expect(document.querySelector('a')?.getAttribute('class')).toBe('skip');
    expect([...document.querySelectorAll('nav a')].map(({ textContent }) => textContent)).toEqual([
      'First',
      'Last',
    ]);
  });

  it('gives numbers their value, and none to what has none', () => {
    const { document } = pageOf({
      kind: 'table',
      caption: 'Scores',
      columns: [{ title: 'name' }, { title: 'score', numeric: true }],
      rows: [
        ['a', { text: '0.912 ± 0.010', value: 0.9123, best: true }],
        ['b', numberCell(Number.NaN)],
      ],
      sorted: { column: 1, direction: 'descending' },
    });
    const [first, second] = document.querySelectorAll('td');
    expect([first.textContent, first.getAttribute('data-value'), first.getAttribute('class')]).toEqual([
      ...['0.912 ± 0.010', '0.9123', 'number best'],
    ]);
    expect([second.textContent, second.getAttribute('data-value')]).toEqual(['-', null]);
    expect([...document.querySelectorAll('thead th')].map((head) => head.getAttribute('aria-sort'))).toEqual([
      ...[null, 'descending'],
    ]);
  });
});

describe('the colours of the page', () => {
  /** Relative luminance and contrast as the Web Content Accessibility Guidelines 2.2 define them. */
  const luminance = (colour: string) => {
    const [r, g, b] = [1, 3, 5]
      .map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
      .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (one: string, other: string) => {
    const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  };

  it.each(Object.entries(PALETTES))('have enough contrast on %s ground', (_, palette) => {
    for (const ground of [palette.paper, palette.raised]) {
      expect(contrast(palette.ink, ground)).toBeGreaterThan(7);
      for (const text of [palette.quiet, palette.link, palette.warning]) {
        expect(contrast(text, ground)).toBeGreaterThan(4.5);
      }
    }
  });
});
