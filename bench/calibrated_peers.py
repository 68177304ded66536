"""Log loss of a forest and XGBoost with isotonic calibration (five folds, scikit-learn) on prepared rows.

Reads from standard input the path of a file of 64-bit floats (training rows, then test rows) and their labels as JSON.
There is no result if a class has fewer than five training rows. Probabilities are clipped to 1e-15 and sum to 1.
"""
import json
import sys

import numpy as np
from sklearn.calibration import CalibratedClassifierCV
from sklearn.ensemble import RandomForestClassifier
from xgboost import XGBClassifier

given = json.load(sys.stdin)
y, test_y = np.array(given["y"]), np.array(given["testY"])
X = np.fromfile(given["file"]).reshape(len(y) + len(test_y), -1)
losses = {}
for name, peer in (
    ("forest", RandomForestClassifier(random_state=42, n_jobs=2)),
    ("xgboost", XGBClassifier(random_state=42, n_jobs=2)),
):
    try:
        fitted = CalibratedClassifierCV(peer, method="isotonic", cv=5).fit(X[: len(y)], y)
    except ValueError as error:
        print(f"{name}: {error}", file=sys.stderr)
        continue
    P = np.zeros((len(test_y), given["classes"]))
    P[:, fitted.classes_] = fitted.predict_proba(X[len(y) :])
    P = np.clip(P, 1e-15, 1)
    P /= P.sum(axis=1, keepdims=True)
    losses[name] = float(-np.mean(np.log(P[np.arange(len(P)), test_y])))
json.dump(losses, sys.stdout)
