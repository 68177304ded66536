import { describe, expect, it } from 'vitest';
import { ablationBars } from './ablation-bars.js';
import { COLOURS, darkColours, GRID, INK } from './style.js';
import { FIGURE_STYLE } from './svg.js';

describe('the colours of figures on a dark screen', () => {
  it('are in a figure that stands alone', () => {
    const svg = ablationBars({
      bars: ['a', 'b'].map((name) => ({ name, mean: 0.5, low: 0.4, high: 0.6 })),
    });
    expect(svg).toContain(FIGURE_STYLE);
    expect(FIGURE_STYLE).toContain('@media screen and (prefers-color-scheme:dark)');
  });

  it('keep data lighter than the ground, and text the lightest', () => {
    const css = darkColours();
    const darkOf = (light: string) =>
      css.match(`\\[stroke="${light}"\\]\\{stroke:(#[0-9a-f]{6})`)?.[1] ?? light;
    const brightness = (colour: string) =>
      [1, 3, 5].reduce((sum, at) => sum + Number.parseInt(colour.slice(at, at + 2), 16), 0);
    const [ground, ink, grid] = ['white', INK, GRID].map((light) => brightness(darkOf(light)));
    expect(brightness(darkOf('#fff'))).toBe(ground);
    expect(grid).toBeGreaterThan(ground);
    for (const colour of COLOURS) {
      expect(brightness(darkOf(colour))).toBeGreaterThan(grid);
      expect(brightness(darkOf(colour))).toBeLessThan(ink);
    }
  });
});
