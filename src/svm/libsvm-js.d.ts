/** libsvm as mapped in package.json, for Node and for browsers. */
declare module '#libsvm' {
  const Svm: import('./libsvm.js').Libsvm;
  export default Svm;
}
