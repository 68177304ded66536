// The losses of learnable class centroids: compactness and separation.

/**
 * Compactness (paper Eq. 11): sum over rows of w_i |e_i - c_y|^2, returned unscaled; `scale` times its
 * gradient is written to gradE and added to gradCentroids.
 */
export function centroidCompactness(
  rows: i32, n: i32, e: usize, centroids: usize, labels: usize, weights: usize, scale: f32,
  gradE: usize, gradCentroids: usize,
): f64 {
  let total: f64 = 0;
  for (let i = 0; i < rows; i++) {
    const c = <usize>(load<i32>(labels) * n) << 2;
    const w = load<f32>(weights);
    let squared: f32 = 0;
    for (let j = 0; j < n; j++) {
      const at = <usize>j << 2;
      const d = load<f32>(e + at) - load<f32>(centroids + c + at);
      squared += d * d;
      const g: f32 = scale * w * 2 * d;
      store<f32>(gradE + at, g);
      store<f32>(gradCentroids + c + at, load<f32>(gradCentroids + c + at) - g);
    }
    total += <f64>(w * squared);
    e += <usize>n << 2;
    gradE += <usize>n << 2;
    labels += 4;
    weights += 4;
  }
  return total;
}

/**
 * Separation (paper Eq. 12): -log sigmoid(mean distance of the centroids of the classes present in the
 * batch); 0 with fewer than two classes. Adds `scale` times its gradient to gradCentroids.
 * `present` is scratch for `classes` integers.
 */
export function centroidSeparation(
  rows: i32, n: i32, classes: i32, centroids: usize, labels: usize, scale: f32, gradCentroids: usize, present: usize,
): f64 {
  memory.fill(present, 0, <usize>classes << 2);
  for (let i = 0; i < rows; i++) store<i32>(present + (<usize>load<i32>(labels + (<usize>i << 2)) << 2), 1);
  let count = 0;
  for (let c = 0; c < classes; c++) {
    if (load<i32>(present + (<usize>c << 2))) {
      store<i32>(present + (<usize>count << 2), c);
      count++;
    }
  }
  if (count < 2) return 0;
  const pairs: f64 = <f64>(count * (count - 1)) / 2;
  let sum: f64 = 0;
  for (let a = 0; a < count; a++) {
    for (let b = 0; b < a; b++) sum += <f64>centroidDistance(n, centroids, present, a, b);
  }
  const mean = sum / pairs;
  // d/dm of log(1 + e^-m) is -1 / (1 + e^m).
  const slope: f32 = <f32>(-1.0 / (1.0 + NativeMath.exp(mean)) / pairs) * scale;
  for (let a = 0; a < count; a++) {
    for (let b = 0; b < a; b++) {
      const d = centroidDistance(n, centroids, present, a, b);
      if (d == 0) continue;
      const ca = <usize>(load<i32>(present + (<usize>a << 2)) * n) << 2;
      const cb = <usize>(load<i32>(present + (<usize>b << 2)) * n) << 2;
      for (let j = 0; j < n; j++) {
        const at = <usize>j << 2;
        const g = (slope * (load<f32>(centroids + ca + at) - load<f32>(centroids + cb + at))) / d;
        store<f32>(gradCentroids + ca + at, load<f32>(gradCentroids + ca + at) + g);
        store<f32>(gradCentroids + cb + at, load<f32>(gradCentroids + cb + at) - g);
      }
    }
  }
  return NativeMath.log1p(NativeMath.exp(-mean));
}

function centroidDistance(n: i32, centroids: usize, present: usize, a: i32, b: i32): f32 {
  const ca = centroids + (<usize>(load<i32>(present + (<usize>a << 2)) * n) << 2);
  const cb = centroids + (<usize>(load<i32>(present + (<usize>b << 2)) * n) << 2);
  let squared: f32 = 0;
  for (let j = 0; j < n; j++) {
    const d = load<f32>(ca + (<usize>j << 2)) - load<f32>(cb + (<usize>j << 2));
    squared += d * d;
  }
  return sqrt<f32>(squared);
}
