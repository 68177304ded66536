// Means of trials and their standard errors.

export const mean = (given) => given.reduce((sum, value) => sum + value, 0) / given.length;

export const standardError = (given) =>
  Math.sqrt(
    given.reduce((sum, value) => sum + (value - mean(given)) ** 2, 0) / (given.length - 1) / given.length,
  );
