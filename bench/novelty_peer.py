"""scikit-learn's isolation forest: for each line of JSON with the training rows and the rows to score, the scores.

`levels` has the number of categories of each column, null for numbers; categories become 0/1 columns.
"""
import json
import sys

import numpy as np
from sklearn.ensemble import IsolationForest


def features(rows, levels):
    columns = np.array(rows, dtype=float).T
    parts = []
    for values, count in zip(columns, levels):
        parts.append(values[:, None] if count is None else np.eye(count)[values.astype(int)])
    return np.concatenate(parts, axis=1)


for line in sys.stdin:
    given = json.loads(line)
    forest = IsolationForest(random_state=given["seed"]).fit(features(given["train"], given["levels"]))
    scores = -forest.score_samples(features(given["rows"], given["levels"]))
    print(json.dumps({"scores": scores.tolist()}), flush=True)
