/** Layers composed of layers: a sequence, and a residual connection. */
import { add } from '../operations/arithmetic.js';
import type { Layer } from './layer.js';

export interface SequentialLayer extends Layer {
  readonly layers: readonly Layer[];
}

/** Layers in sequence. */
export function sequential(layers: readonly Layer[]): SequentialLayer {
  return {
    layers,
    width: (columns) => layers.reduce((width, layer) => layer.width(width), columns),
    record: (program, x) => layers.reduce((value, layer) => layer.record(program, value), x),
    fuse: layers.every((layer) => layer.fuse)
      ? (fuser, map, columns) => {
          const widths = [columns];
          for (const layer of layers) widths.push(layer.width(widths[widths.length - 1]));
          return layers.reduceRight((m, layer, i) => layer.fuse?.(fuser, m, widths[i]) ?? m, map);
        }
      : undefined,
  };
}

/** x + inner(x), where inner keeps the number of columns (paper Eq. 6). */
export function residual(inner: Layer): Layer {
  return {
    width: (columns) => columns,

    record: (program, x) => add(program, x, inner.record(program, x)),

    fuse: inner.fuse
      ? (fuser, map, columns) => {
          const changed = inner.fuse?.(fuser, fuser.copy(map), columns);
          if (!changed) return map;
          return fuser.sum(map, changed);
        }
      : undefined,
  };
}
