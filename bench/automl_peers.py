"""Fits one system on one table and writes its probabilities and decisions: the cells of `npm run bench -- automl`.

  automl_peers.py JOB.json

A job names a CSV file, its rows of training and test, the system, a folder for the model and the file to write:
{"classes", "probabilities", "predicted", "fitSeconds", "deployBytes"}. The table is read by pandas.read_csv with its
defaults, except that the target stays text.
"""
import json
import os
import sys
import time
import warnings

import joblib
import numpy as np
import pandas as pd
from automl_columns import MOST_LEVELS, with_categories, with_codes, with_date_parts, with_text
from automl_weights import tuned_weights
from sklearn.model_selection import StratifiedKFold

warnings.filterwarnings("ignore")
TARGET = "target"
FOLDS = 5
ROUNDS = {"n_estimators": 300, "learning_rate": 0.05}
SAMPLING = {"subsample": 0.8, "colsample_bytree": 0.8}
AUTOGLUON = {
    "autogluon-medium": ("medium_quality", None, "f1_macro"),
    "autogluon-best-60": ("best_quality", 60, "f1_macro"),
    "autogluon-best-120": ("best_quality", 120, "f1_macro"),
    "autogluon-best-120-log-loss": ("best_quality", 120, "log_loss"),
}


def autogluon(train, test, job):
    from autogluon.tabular import TabularPredictor

    presets, limit, metric = AUTOGLUON[job["system"]]
    predictor = TabularPredictor(TARGET, path=job["model"], eval_metric=metric, verbosity=1)
    start = time.perf_counter()
    predictor.fit(train, presets=presets, time_limit=limit)
    seconds = time.perf_counter() - start
    P = predictor.predict_proba(test.drop(columns=TARGET))
    out = {"predicted": predictor.predict(test.drop(columns=TARGET)), "fitSeconds": seconds, "P": P}
    deployed = predictor.clone_for_deployment(path=f"{job['model']}-deployed", return_clone=True)
    return {**out, "deployBytes": deployed.disk_usage()}


def catboost(table, train):
    from catboost import CatBoostClassifier

    X, text = with_text(with_date_parts(table))
    options = {"iterations": 300, "learning_rate": 0.05, "cat_features": text, "random_seed": 0}
    return [(X, lambda y: CatBoostClassifier(**options, verbose=0, allow_writing_files=False))]


def lightgbm(table, train):
    from lightgbm import LGBMClassifier

    X = with_categories(with_date_parts(table), train)
    X.columns = [f"column {i}" for i in range(X.shape[1])]
    return [(X, lambda y: LGBMClassifier(**ROUNDS, **SAMPLING, subsample_freq=1, random_state=0, verbose=-1))]


def vote(table, train):
    from sklearn.ensemble import HistGradientBoostingClassifier, RandomForestClassifier
    from xgboost import XGBClassifier

    table = with_date_parts(table)
    X = with_categories(table, train, MOST_LEVELS)
    xgboost = {**ROUNDS, **SAMPLING, "max_depth": 6, "enable_categorical": True, "random_state": 0}
    forest = {"n_estimators": 500, "class_weight": "balanced", "n_jobs": -1, "random_state": 0}
    return [
        (X, lambda y: HistGradientBoostingClassifier(categorical_features="from_dtype", random_state=0)),
        (X, lambda y: XGBClassifier(**xgboost)),
        (with_codes(table, train), lambda y: RandomForestClassifier(**forest)),
    ]


def voted(members, y, job):
    """The mean of the members' probabilities, and the decision whose weights are tuned on their out-of-fold mean."""
    train, test = job["train"], job["test"]
    start = time.perf_counter()
    classes, y = np.unique(y[train], return_inverse=True)
    P = np.zeros((len(train), len(classes)))
    # With classes of fewer rows than folds, some folds are without them.
    for fit, held in StratifiedKFold(FOLDS, shuffle=True, random_state=0).split(train, y):
        for X, create in members:
            own = X.iloc[train]
            P[held] += probabilities(create, own.iloc[fit], y[fit], own.iloc[held], len(classes)) / len(members)
    weights = tuned_weights(P, y)
    models = [create(y).fit(X.iloc[train], y) for X, create in members]
    seconds = time.perf_counter() - start
    P = np.mean([model.predict_proba(X.iloc[test]) for (X, _), model in zip(members, models)], axis=0)
    os.makedirs(job["model"], exist_ok=True)
    joblib.dump((models, classes, weights), f"{job['model']}/model.joblib")
    return {"P": pd.DataFrame(P, columns=classes), "predicted": classes[(P * weights).argmax(1)], "fitSeconds": seconds}


def probabilities(create, X, y, held, classes):
    """0 for classes that are not among the rows to fit; these are numbered without gaps, as XGBoost wants."""
    present, numbered = np.unique(y, return_inverse=True)
    P = np.zeros((len(held), classes))
    P[:, present] = create(numbered).fit(X, numbered).predict_proba(held)
    return P


def main():
    with open(sys.argv[1]) as file:
        job = json.load(file)
    table = pd.read_csv(job["file"], dtype={TARGET: str})
    if job["system"] in AUTOGLUON:
        found = autogluon(table.iloc[job["train"]], table.iloc[job["test"]], job)
    else:
        create = {"catboost": catboost, "lightgbm": lightgbm, "vote": vote}[job["system"]]
        members = create(table.drop(columns=TARGET), job["train"])
        found = voted(members, table[TARGET].to_numpy(dtype=str), job)
    P = found.pop("P")
    out = {
        **found,
        "classes": [str(label) for label in P.columns],
        "probabilities": P.to_numpy(dtype=float).tolist(),
        "predicted": [str(label) for label in found["predicted"]],
    }
    with open(job["out"], "w") as file:
        json.dump(out, file)


# Workers of AutoGluon import this file.
if __name__ == "__main__":
    main()
