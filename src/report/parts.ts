/** The parts of a report: plain data, without markup. */

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
  /** Markup of a function of `src/figures`, with a title and a description; inserted unchanged. */
  readonly svg: string;
  /** A sentence or two below it. */
  readonly note?: string;
}

/** Commands to type, one per line. */
export interface ReportCommands {
  readonly kind: 'commands';
  readonly lines: readonly string[];
}

/** `0.912` in a numeric cell, `-` for NaN. */
export function numberCell(value: number, digits = 3): ReportNumber {
  return { text: Number.isNaN(value) ? '-' : value.toFixed(digits), value };
}
