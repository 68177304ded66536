"""The PyTorch reference on given data sets: splits and macro F1.

Usage: reference.py DATA_FOLDER SEEDS NAME...   (one JSON object per line on standard output)
The rows of each split are printed, so that another implementation can train on the same rows.
"""
import json
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "test", "parity", "fixtures"))
import numpy as np
import torch

torch.set_num_threads(1)
from qclmixnet import Config, fit, load_xy, stratified

folder, seeds = sys.argv[1], int(sys.argv[2])
for name in sys.argv[3:]:
    X, y = load_xy(os.path.join(folder, name + ".csv.gz"))
    for seed in range(seeds):
        for protocol in ("honest", "paper"):
            train, test = stratified(np.arange(len(y)), y, 0.2, seed)
            validation = test
            if protocol == "honest":
                train, validation = stratified(train, y, 0.2, seed)
            _, result = fit(X, y, Config(protocol=protocol), seed=seed, split_seed=seed)
            print(json.dumps(dict(
                dataset=name, seed=seed, protocol=protocol, macroF1=result["maF1"],
                train=train.tolist(), validation=validation.tolist(), test=test.tolist(),
            )), flush=True)
