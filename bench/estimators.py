"""Fits and predicts with estimators in scikit-learn's interface on request: one JSON object per line in and out. One thread.

A job names a data set ("path"), an "estimator" as a Python expression, and what to do: "fit" on the rows "train"
(default all), "predict" the rows "test" (default all) with the last fitted estimator, or "score" (both; macro F1). With
"scale" the columns are standardised on the training rows beforehand; that is not timed.
With a "grid" the estimator is tuned by stratified 3-fold cross-validation on the training rows, with scaling (and
resampling) inside each fold.
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
from sklearn.base import BaseEstimator
from sklearn.ensemble import GradientBoostingClassifier, RandomForestClassifier
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import GridSearchCV, StratifiedKFold
from sklearn.neighbors import KNeighborsClassifier
from sklearn.preprocessing import LabelEncoder, StandardScaler
from sklearn.svm import SVC
from sklearn.tree import DecisionTreeClassifier

try:
    from imblearn.ensemble import BalancedRandomForestClassifier
    from imblearn.over_sampling import SMOTE, RandomOverSampler
    from imblearn.pipeline import Pipeline
except ImportError:
    pass
try:
    from xgboost import XGBClassifier
except ImportError:
    pass

warnings.filterwarnings("ignore")


class CappedSmote(BaseEstimator):
    """SMOTE whose neighbours are capped at the class size - 1; a class of one row is repeated."""

    def __init__(self, random_state=None):
        self.random_state = random_state

    def fit_resample(self, X, y):
        classes, counts = np.unique(y, return_counts=True)
        lone = {c: 2 for c, n in zip(classes, counts) if n == 1}
        if lone:
            X, y = RandomOverSampler(sampling_strategy=lone, random_state=self.random_state).fit_resample(X, y)
        for c, n in zip(*np.unique(y, return_counts=True)):
            largest = np.unique(y, return_counts=True)[1].max()
            if n < largest:
                smote = SMOTE(sampling_strategy={c: largest}, k_neighbors=min(5, n - 1), random_state=self.random_state)
                X, y = smote.fit_resample(X, y)
        return X, y


def searched(estimator, grid, seed):
    # XGBoost handles missing values; the others get medians and indicators, as in our preparation.
    native = type(estimator).__name__ == "XGBClassifier"
    steps = [
        ("impute", "passthrough" if native else SimpleImputer(strategy="median", add_indicator=True)),
        ("scale", StandardScaler()),
        ("resample", CappedSmote(seed) if isinstance(estimator, SVC) else "passthrough"),
        ("model", estimator),
    ]
    return GridSearchCV(
        Pipeline(steps),
        {f"model__{name}": values for name, values in grid.items()},
        scoring="f1_macro",
        cv=StratifiedKFold(3, shuffle=True, random_state=seed),
    )


tables = {}
fitted = None


def load(path):
    if path not in tables:
        frame = pd.read_csv(path)
        X = pd.get_dummies(frame.drop(columns="target")).to_numpy(dtype=np.float32)
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
    if job.get("scale"):
        X = StandardScaler().fit(X[train]).transform(X)
    answer = {}
    if job["kind"] in ("fit", "score"):
        estimator = eval(job["estimator"])
        if "grid" in job:
            estimator = searched(estimator, job["grid"], job["seed"])
        rows, labels = X[train], y[train]
        answer["fit"], fitted = seconds(lambda: estimator.fit(rows, labels))
    if job["kind"] in ("predict", "score"):
        rows = X[test]
        answer["predict"], predicted = seconds(lambda: fitted.predict(rows))
    if job["kind"] == "score":
        answer["macroF1"] = f1_score(y[test], predicted, average="macro")
    print(json.dumps(answer), flush=True)
