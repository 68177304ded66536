/** Places the labels of points so that they cover neither each other nor the points. */
import { textWidth } from './names.js';

export interface LabelledPoint {
  readonly text: string;
  /** In px. */
  readonly x: number;
  readonly y: number;
  /** The preferred direction of the label, as a fraction of a turn clockwise from the right; default 0. */
  readonly direction?: number;
}

/** The left end and the middle of the height of a label, in px. */
export interface LabelPlace {
  readonly x: number;
  readonly y: number;
}

export interface LabelArea {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

type Box = LabelArea;

/** Distances of a label from its point that are tried, in px, the nearest first. */
const DISTANCES = [8, 16, 24, 34, 44, 56, 68, 80, 94, 108, 124, 140];
const DIRECTIONS = 16;
const POINT_RADIUS = 6;

/**
 * A place for the label of each point, in the order of the points: the first free one of rings of places around
 * the point, its preferred direction first. If none is free, the nearest in that direction.
 */
export function placeLabels(
  points: readonly LabelledPoint[],
  area: LabelArea,
  fontSize: number,
): LabelPlace[] {
  const taken: Box[] = points.map(({ x, y }) => ({
    left: x - POINT_RADIUS,
    right: x + POINT_RADIUS,
    top: y - POINT_RADIUS,
    bottom: y + POINT_RADIUS,
  }));
  return points.map((point) => {
    const width = textWidth(point.text, fontSize);
    const candidates = candidatePlaces(point, width);
    const boxOf = ({ x, y }: LabelPlace): Box => ({
      left: x,
      right: x + width,
      top: y - 0.6 * fontSize,
      bottom: y + 0.6 * fontSize,
    });
    const free = candidates.find((place) => {
      const box = boxOf(place);
      return isInside(box, area) && !taken.some((other) => overlap(box, other));
    });
    const chosen = free ?? candidates[0];
    taken.push(boxOf(chosen));
    return chosen;
  });
}

function candidatePlaces({ x, y, direction = 0 }: LabelledPoint, width: number): LabelPlace[] {
  return DISTANCES.flatMap((distance) =>
    Array.from({ length: DIRECTIONS }, (_, i) => {
      // 0, 1, -1, 2, -2, ... sixteenths of a turn from the best.
      const turn = direction + (i % 2 === 1 ? (i + 1) / 2 : -i / 2) / DIRECTIONS;
      const across = Math.cos(2 * Math.PI * turn);
      // The end of the label that faces the point is at the distance, or its middle.
      const part = across > 0.3 ? 0 : across < -0.3 ? 1 : 0.5;
      return {
        x: x + distance * across - part * width,
        y: y + distance * Math.sin(2 * Math.PI * turn),
      };
    }),
  );
}

function isInside(box: Box, area: LabelArea): boolean {
  return box.left >= area.left && box.right <= area.right && box.top >= area.top && box.bottom <= area.bottom;
}

function overlap(one: Box, other: Box): boolean {
  return one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
}
