// Times two functions alternately, A B A B ..., so that a drift in the machine's speed affects both.

export const median = (list) => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)];

/** Medians of both and of the ratio peer / ours, pair by pair. Without a peer only ours. */
export async function inTurn(rounds, ours, peer) {
  await ours();
  if (peer) await peer();
  const mine = [];
  const theirs = [];
  for (let round = 0; round < rounds; round++) {
    mine.push(await ours());
    if (peer) theirs.push(await peer());
  }
  return {
    ours: median(mine),
    peer: peer ? median(theirs) : undefined,
    ratio: peer ? median(mine.map((m, i) => theirs[i] / m)) : undefined,
  };
}
