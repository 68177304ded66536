// Loaded into the program by a test: it says on standard error when it begins to read standard input.
const { stdin } = process;
const original = stdin[Symbol.asyncIterator];
stdin[Symbol.asyncIterator] = function () {
  process.stderr.write('reading\n');
  return original.call(this);
};
