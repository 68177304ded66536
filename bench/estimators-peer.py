"""Fits and predicts estimators of Python on request, one thread: a JSON object a line in, one out.

    {"estimator": "KNeighborsClassifier", "params": {"n_neighbors": 5}, "train": table, "test": table}

`estimator` is a classifier of scikit-learn by its name, or any other by module and name
(`xgboost.XGBClassifier`). A table is {"x": file, "y": file, "columns": n}: 32-bit floats row by row, which are
widened to 64 bits before any clock runs, and 32-bit class indices. The answer has the seconds of `fit` and of
`predict_proba` (of `predict` where there is no such method), and the accuracy.
"""
import os

for variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"

import importlib
import json
import sys
import time
import warnings

import numpy as np
from sklearn.utils import all_estimators

warnings.simplefilter("ignore")
ready = {}


def find_estimator(name):
    if "." not in name:
        return dict(all_estimators("classifier"))[name]
    module, attribute = name.rsplit(".", 1)
    return getattr(importlib.import_module(module), attribute)


def read_table(table):
    X = np.fromfile(table["x"], dtype="<f4").reshape(-1, table["columns"]).astype(float)
    return X, np.fromfile(table["y"], dtype="<i4")


def once(make, key):
    text = json.dumps(key)
    if text not in ready:
        ready[text] = make(key)
    return ready[text]


for line in sys.stdin:
    job = json.loads(line)
    X, y = once(read_table, job["train"])
    queries, truth = once(read_table, job["test"])
    model = once(find_estimator, job["estimator"])(**job.get("params", {}))
    start = time.perf_counter()
    model.fit(X, y)
    fitted = time.perf_counter()
    if hasattr(model, "predict_proba"):
        predicted = model.classes_[model.predict_proba(queries).argmax(axis=1)]
    else:
        predicted = model.predict(queries)
    done = time.perf_counter()
    accuracy = float((predicted == truth).mean())
    print(json.dumps(dict(fit=fitted - start, predict=done - fitted, accuracy=accuracy)), flush=True)
