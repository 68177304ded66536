/** The package's version, for the core, which cannot read package.json in a browser. A test compares the two. */
export const VERSION = '0.2.0';
