"""Fits and predicts with estimators of scikit-learn's kind on request: a JSON object a line in, one out. One thread.

A job names a data set ("path"), an "estimator" as a Python expression, and what to do: "fit" on the rows "train"
(default all), "predict" the rows "test" (default all) with what was fitted last, or "score" (both; macro F1).
"""
import json
import os
import sys
import time

for library in ("OMP", "OPENBLAS", "MKL"):
    os.environ[library + "_NUM_THREADS"] = "1"
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "test", "parity", "fixtures"))
import warnings

import numpy as np
import pandas as pd
from sklearn.ensemble import GradientBoostingClassifier, RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.neighbors import KNeighborsClassifier
from sklearn.preprocessing import LabelEncoder
from sklearn.tree import DecisionTreeClassifier

try:
    from imblearn.ensemble import BalancedRandomForestClassifier
except ImportError:
    pass
try:
    from xgboost import XGBClassifier
except ImportError:
    pass

warnings.filterwarnings("ignore")
tables = {}
fitted = None


def load(path):
    if path not in tables:
        frame = pd.read_csv(path)
        X = frame.drop(columns="target").to_numpy(dtype=np.float32)
        tables[path] = X, LabelEncoder().fit_transform(frame["target"].astype(str))
    return tables[path]


def seconds(action):
    start = time.perf_counter()
    result = action()
    return time.perf_counter() - start, result


for line in sys.stdin:
    job = json.loads(line)
    X, y = load(job["path"])
    train, test = (job.get(part, slice(None)) for part in ("train", "test"))
    answer = {}
    if job["kind"] in ("fit", "score"):
        estimator = eval(job["estimator"])
        rows, labels = X[train], y[train]
        answer["fit"], fitted = seconds(lambda: estimator.fit(rows, labels))
    if job["kind"] in ("predict", "score"):
        rows = X[test]
        answer["predict"], predicted = seconds(lambda: fitted.predict(rows))
    if job["kind"] == "score":
        answer["macroF1"] = f1_score(y[test], predicted, average="macro")
    print(json.dumps(answer), flush=True)
