import * as Plot from '@observablehq/plot';
import { InputError } from '../errors.js';
import type { EpochCurve } from '../training/fit-progress.js';
import { COLOURS, GRID, INK, WIDTH } from './style.js';
import { drawSvg, type Panel } from './svg.js';

export interface LearningCurvesData {
  /** One entry per epoch, null if there is no value. */
  readonly curve: EpochCurve;
  /** The 1-based epoch whose state was kept. */
  readonly bestEpoch: number;
  /** What is counted, in the singular: `round`, `iteration`; default `epoch`. */
  readonly unit?: string;
  /** Default: which epoch was kept and its validation macro F1. */
  readonly title?: string;
  /** In px, default 720. */
  readonly width?: number;
}

/**
 * Training loss and validation macro F1 by epoch, one panel each above the other, with the kept epoch marked. A
 * curve without values has no panel.
 *
 * @returns the text of an SVG
 * @throws InputError for curves of different lengths or without values, and a `bestEpoch` that is not in them.
 */
export function learningCurves({
  curve,
  bestEpoch,
  unit = 'epoch',
  title,
  width = WIDTH,
}: LearningCurvesData): string {
  const { loss, validationMacroF1 } = curve;
  const epochs = loss.length;
  if (validationMacroF1.length !== epochs) {
    throw new InputError(
      `curve has ${epochs} losses and ${validationMacroF1.length} validation scores: give one of each per epoch`,
    );
  }
  if (!Number.isInteger(bestEpoch) || bestEpoch < 1 || bestEpoch > epochs) {
    throw new InputError(`bestEpoch is ${bestEpoch}, but the curve has the epochs 1 to ${epochs}`);
  }
  const series = [
    { name: 'training loss', values: loss },
    { name: 'validation macro F1', values: validationMacroF1 },
  ].filter(({ values }) => values.some(isValue));
  if (series.length === 0)
    throw new InputError('curve has no value: this classifier does not train by epochs');

  const kept = validationMacroF1[bestEpoch - 1];
  const score = isValue(kept) ? `, with a validation macro F1 of ${kept.toFixed(3)}` : '';
  return drawSvg({
    width,
    title:
      title ?? `${unit.charAt(0).toUpperCase()}${unit.slice(1)} ${bestEpoch} of ${epochs} is kept${score}`,
    description: `${series.map(({ name }) => name).join(' and ')} of ${epochs} ${unit}s; ${unit} ${bestEpoch} is marked.`,
    panels: series.map(({ name, values }, s) =>
      curvePanel(name, values, { bestEpoch, unit, width, place: s }),
    ),
  });
}

const PANEL_HEIGHT = 210;

function isValue(value: number | null): value is number {
  return value !== null && Number.isFinite(value);
}

function curvePanel(
  name: string,
  values: readonly (number | null)[],
  {
    bestEpoch,
    unit,
    width,
    place,
  }: {
    readonly bestEpoch: number;
    readonly unit: string;
    readonly width: number;
    readonly place: number;
  },
): Panel {
  const points = values.map((value, e) => ({ epoch: e + 1, value: isValue(value) ? value : Number.NaN }));
  const kept = points.filter(({ epoch, value }) => epoch === bestEpoch && !Number.isNaN(value));
  // The label of the mark stays inside the frame on the right half too.
  const anchor = bestEpoch > values.length / 2 ? 'end' : 'start';
  return {
    x: 8,
    y: place * PANEL_HEIGHT,
    plot: {
      width: width - 8,
      height: PANEL_HEIGHT,
      marginLeft: 56,
      marginRight: 20,
      marginTop: 30,
      marginBottom: 40,
      x: {
        domain: [Math.min(1, values.length - 1), values.length],
        label: unit,
        labelAnchor: 'center',
        labelArrow: 'none',
        tickFormat: 'd',
        // No more ticks than whole epochs.
        ticks: Math.max(1, Math.min(width < WIDTH ? 5 : 10, values.length - 1)),
      },
      y: { label: name, labelArrow: 'none', nice: true, ticks: 5 },
      marks: [
        Plot.gridY({ stroke: GRID, strokeOpacity: 1, ticks: 5 }),
        Plot.ruleX([bestEpoch], { stroke: INK, strokeDasharray: '5 3' }),
        Plot.lineY(points, {
          x: 'epoch',
          y: 'value',
          stroke: COLOURS[place === 0 ? 3 : 0],
          strokeWidth: 2,
        }),
        Plot.dot(kept, { x: 'epoch', y: 'value', r: 5, fill: 'white', stroke: INK, strokeWidth: 2 }),
        Plot.text(kept, {
          x: 'epoch',
          text: ({ value }) => `${unit} ${bestEpoch}: ${value.toPrecision(3)}`,
          frameAnchor: 'top',
          lineAnchor: 'bottom',
          textAnchor: anchor,
          dy: -6,
          dx: anchor === 'end' ? 4 : -4,
        }),
      ],
    },
  };
}
