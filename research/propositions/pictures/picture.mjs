// A picture of the page: name, alternative text and SVG.
import { mean } from '../../mean.mjs';

/** @typedef {{ name: string, alternative: string, svg: string }} Picture */

/** Of positive values. @param {readonly number[]} values */
export const geometricMean = (values) => Math.exp(mean(values.map(Math.log)));

/**
 * The title is the alternative text too.
 * @param {string} name without the `proposition-` of all of them @param {string} title @param {string} description
 * @param {(texts: { title: string, description: string }) => string} svg @returns {Picture}
 */
export const picture = (name, title, description, svg) => ({
  name: `proposition-${name}`,
  alternative: title,
  svg: svg({ title, description }),
});
