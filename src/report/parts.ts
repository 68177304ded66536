/** What a report is made of: plain data, without markup. */

export interface ReportPage {
  /** The heading of the page and the title of its window. */
  readonly title: string;
  readonly sections: readonly ReportSection[];
}

export interface ReportSection {
  readonly title: string;
  /** In the order in which they are read. A section without parts is left out. */
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
  /** Set apart: what must not be overlooked, such as scores that leak. Default false. */
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
  /** The column by which the rows are sorted as they come, so that the page says so. */
  readonly sorted?: { readonly column: number; readonly direction: 'ascending' | 'descending' };
  /** Sentences below the table. */
  readonly notes?: readonly string[];
}

export interface ReportColumn {
  readonly title: string;
  /** Aligned to the right and sorted by value; default false: text, sorted as in a dictionary. */
  readonly numeric?: boolean;
}

/** Of a numeric column: what is read, and by what it is sorted. No value: `-`, last in either direction. */
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
  /** As the functions of `src/figures` give it, with a title and a description: markup, taken as it is. */
  readonly svg: string;
  /** A sentence or two below it. */
  readonly note?: string;
}

/** Lines to type, one below the other. */
export interface ReportCommands {
  readonly kind: 'commands';
  readonly lines: readonly string[];
}

/** `0.912` in a numeric cell, `-` for NaN. */
export function numberCell(value: number, digits = 3): ReportNumber {
  return { text: Number.isNaN(value) ? '-' : value.toFixed(digits), value };
}
