"""Contributions of XGBoost: one JSON object per line in and out.

A job names the file of the training rows and of the rows to explain (64-bit floats, row-major), the file of the labels (a
byte each), the number of columns, the rounds and the depth. The model is fitted once; the answer is the processor time of
`pred_contribs` on one thread.
"""
import json
import sys
import time

import numpy as np
import xgboost

fitted = None
for line in sys.stdin:
    job = json.loads(line)
    X = np.fromfile(job["X"]).reshape(-1, job["columns"])
    rows = xgboost.DMatrix(X[: job["rows"]], nthread=1)
    if fitted is None:
        y = np.fromfile(job["y"], dtype=np.uint8)
        options = {"max_depth": job["depth"], "eta": 0.1, "objective": "binary:logistic", "nthread": 1}
        fitted = xgboost.train(options, xgboost.DMatrix(X, y), job["rounds"])
    start = time.process_time()
    fitted.predict(rows, pred_contribs=True)
    print(json.dumps({"seconds": time.process_time() - start}), flush=True)
