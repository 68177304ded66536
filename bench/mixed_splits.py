"""Writes the splits of the mixed tables (their README) as JSON: for each table and k the rows of training and test."""
import csv
import gzip
import json
import sys

import numpy as np
from sklearn.model_selection import StratifiedShuffleSplit, train_test_split

folder, splits, *tables = sys.argv[1:]
out = {}
for table in tables:
    with gzip.open(f"{folder}/{table}.csv.gz", "rt", newline="") as file:
        header, *rows = csv.reader(file)
    y = np.array([row[header.index("target")] for row in rows])
    keep = np.arange(len(y))
    if table == "diamonds_cut":
        keep = np.sort(train_test_split(keep, train_size=12000, stratify=y, random_state=1)[0])
    for k in range(int(splits)):
        split = StratifiedShuffleSplit(n_splits=1, test_size=0.2, random_state=100 + k)
        train, test = next(split.split(keep, y[keep]))
        out[f"{table} {k}"] = {"train": keep[train].tolist(), "test": keep[test].tolist()}
json.dump(out, sys.stdout)
