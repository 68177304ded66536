/** The parts of a report: plain data, without markup. */
import { NARROW } from '../figures/style.js';

export interface ReportPage {
  /** The heading and the title of the page. */
  readonly title: string;
  readonly sections: readonly ReportSection[];
}

export interface ReportSection {
  readonly title: string;
  /** In reading order. A section without parts is omitted. */
  readonly parts: readonly ReportPart[];
}

export type ReportPart =
  | ReportParagraph
  | ReportList
  | ReportHeading
  | ReportTable
  | ReportFigure
  | ReportThresholds
  | ReportCommands;

export interface ReportParagraph {
  readonly kind: 'paragraph';
  readonly text: string;
  /** Highlighted, for what must not be overlooked, such as scores that leak. Default false. */
  readonly warning?: boolean;
}

export interface ReportList {
  readonly kind: 'list';
  readonly items: readonly string[];
}

/** A heading below that of the section. */
export interface ReportHeading {
  readonly kind: 'heading';
  readonly text: string;
}

export interface ReportTable {
  readonly kind: 'table';
  /** What the table shows. */
  readonly caption: string;
  /** The first column names the row. */
  readonly columns: readonly ReportColumn[];
  readonly rows: readonly (readonly ReportCell[])[];
  /** The column by which the rows are already sorted, which the page indicates. */
  readonly sorted?: { readonly column: number; readonly direction: 'ascending' | 'descending' };
  /** Sentences below the table. */
  readonly notes?: readonly string[];
  /** Closed at first, under a summary with the caption; open on paper. Default false. */
  readonly folded?: boolean;
}

export interface ReportColumn {
  readonly title: string;
  /** Aligned to the right and sorted by value; default false: text, sorted alphabetically. */
  readonly numeric?: boolean;
}

/** A cell of a numeric column: its text and the value to sort by. Without a value: `-`, last in either direction. */
export interface ReportNumber {
  readonly text: string;
  /** NaN for none. */
  readonly value: number;
  /** Printed bold. Default false. */
  readonly best?: boolean;
}

export type ReportCell = string | ReportNumber;

export interface ReportFigure {
  readonly kind: 'figure';
  /** Markup of a function of `src/figures`, with a title and a description. */
  readonly svg: string;
  /** The same, drawn for screens narrower than it; default: the figure scrolls sideways there. */
  readonly narrow?: string;
  /** A sentence or two below it. */
  readonly note?: string;
}

/** A slider that moves the threshold of a decision: alerts from a probability on. It needs the page's script. */
export interface ReportThresholds {
  readonly kind: 'thresholds';
  /** What an alert is about: the name of a class. */
  readonly event: string;
  readonly rows: number;
  /** Rows that are events. */
  readonly events: number;
  /** By decreasing threshold: the rows with at least this probability, and the events among them. */
  readonly points: readonly {
    readonly threshold: number;
    readonly alerts: number;
    readonly caught: number;
  }[];
  /** The index of the point at which the slider starts; -1 for no alert. */
  readonly start: number;
  /** Whether that is the threshold of the decision itself. */
  readonly startsAtDecision: boolean;
  /** What the four outcomes cost; the user can change the first two. */
  readonly costs: OutcomeCosts;
}

export interface OutcomeCosts {
  readonly missed: number;
  readonly falseAlert: number;
  /** An event with an alert. */
  readonly caught: number;
  /** Another row without an alert. */
  readonly passed: number;
}

/** Commands to type, one per line. */
export interface ReportCommands {
  readonly kind: 'commands';
  readonly lines: readonly string[];
}

/** A figure that `draw` draws in its usual width and, if it can be, in that for narrow screens. */
export function inBothWidths(draw: (width?: number) => string, note?: string): ReportFigure {
  const narrow = draw(NARROW);
  // A matrix of many classes cannot be narrow.
  const width = Number(/^<svg[^>]*? width="(\d+)"/.exec(narrow)?.[1]);
  return { kind: 'figure', svg: draw(), narrow: width > NARROW ? undefined : narrow, note };
}

/** `0.912` in a numeric cell, `-` for NaN. */
export function numberCell(value: number, digits = 3): ReportNumber {
  return { text: Number.isNaN(value) ? '-' : value.toFixed(digits), value };
}
