/** Which values of which options a search tries. */

/** Option names with the values to try: every combination is a candidate (scikit-learn's `param_grid`). */
export type ParameterGrid = Readonly<Record<string, readonly unknown[]>>;
