/** The marks of `classMarks` in an SVG, in the order in which they are drawn: a path for each class. */

export interface DrawnMarks {
  readonly fill: string;
  /** What follows the place of each mark. */
  readonly shape: string;
  readonly count: number;
  /** Where the path of each mark begins. */
  readonly places: readonly (readonly [number, number])[];
}

export function marksIn(svg: string): DrawnMarks[] {
  return [...svg.matchAll(/<path d="([^"]*)" fill="([^"]*)"|<path fill="([^"]*)" d="([^"]*)"/g)].map(
    (found) => {
      const marks = (found[1] ?? found[4]).split('M').slice(1);
      return {
        fill: found[2] ?? found[3],
        shape: marks[0]?.replace(/^[\d.-]+ [\d.-]+/, '') ?? '',
        count: marks.length,
        places: marks.map((mark) => {
          const [x, y] = mark.split(/[^\d.-]/).map(Number);
          return [x, y] as const;
        }),
      };
    },
  );
}
