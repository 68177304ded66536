/** The signs that structure a written number. */

export const DECIMALS = ['.', ','] as const;
export const SEPARATORS = [',', '.', ' ', "'", '_'] as const;
/** What may separate thousands; `none` for nothing. */
export const THOUSANDS = [...SEPARATORS, 'none'] as const;
