/** libsvm as package.json has it, for Node and for browsers. */
declare module '#libsvm' {
  const Svm: import('./libsvm.js').Libsvm;
  export default Svm;
}
