/** The package libsvm-js, which has no types of its own: what is used of it. */
declare module '#libsvm' {
  const Svm: import('./libsvm.js').Libsvm;
  export default Svm;
}

declare module 'libsvm-js/wasm.js' {
  const loading: Promise<import('./libsvm.js').Libsvm>;
  export default loading;
}
