/** The parts that ablations remove. */
export const ABLATIONS = ['quantum', 'mixup', 'attention'] as const;
export type Ablation = (typeof ABLATIONS)[number];
