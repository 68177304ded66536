"""Fits the boosting libraries and scikit-learn's forest on request: one JSON object per line in and out.

A job names a file of 64-bit floats (row-major), its shape, the file of the labels (a byte each), the library, the number
of threads, and what to do: "fit", or "predict" the probabilities of all rows with the last fitted model.
"""
import json
import sys
import time
import warnings

import numpy as np
from catboost import CatBoostClassifier
from lightgbm import LGBMClassifier
from sklearn.ensemble import HistGradientBoostingClassifier, RandomForestClassifier
from threadpoolctl import threadpool_limits
from xgboost import XGBClassifier

warnings.filterwarnings("ignore")


def create(library, rounds, depth, rate, threads):
    if library == "XGBoost":
        return XGBClassifier(n_estimators=rounds, max_depth=depth, learning_rate=rate, n_jobs=threads)
    if library == "LightGBM":
        return LGBMClassifier(
            n_estimators=rounds, max_depth=depth, num_leaves=2**depth, learning_rate=rate, n_jobs=threads, verbose=-1
        )
    if library == "CatBoost":
        return CatBoostClassifier(
            iterations=rounds, depth=depth, learning_rate=rate, thread_count=threads, verbose=0, allow_writing_files=False
        )
    if library == "HistGradientBoosting":
        return HistGradientBoostingClassifier(
            max_iter=rounds, max_depth=depth, max_leaf_nodes=2**depth, learning_rate=rate, early_stopping=False
        )
    return RandomForestClassifier(n_jobs=threads)


tables = {}
fitted = None
for line in sys.stdin:
    job = json.loads(line)
    key = job["X"]
    if key not in tables:
        tables[key] = np.fromfile(key).reshape(job["rows"], -1), np.fromfile(job["y"], dtype=np.uint8)
    X, y = tables[key]
    with threadpool_limits(job["threads"]):
        start = time.perf_counter()
        if job["kind"] == "fit":
            model = create(job["library"], job["rounds"], job["depth"], job["rate"], job["threads"])
            fitted = model.fit(X, y)
        else:
            fitted.predict_proba(X)
        seconds = time.perf_counter() - start
    print(json.dumps({"seconds": seconds}), flush=True)
