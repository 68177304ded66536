"""The deep baselines in PyTorch on given data sets: splits and macro F1.

Usage: networks.py DATA_FOLDER SEEDS NETWORK,... NAME...   (one JSON object per line on standard output)
Honest protocol: a fifth of the rows are test rows, a fifth of the others are validation rows, which choose the epoch. The
rows of each split are printed, so that another implementation can train on the same rows.
"""
import copy
import json
import math
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "test", "parity", "fixtures"))
import numpy as np
import torch
import torch.nn.functional as F
from sklearn.metrics import f1_score
from sklearn.preprocessing import StandardScaler

torch.set_num_threads(1)
from networks import NETWORKS
from qclmixnet import load_xy, stratified

EPOCHS, BATCH = 100, 64


def score(model, x, y):
    model.eval()
    with torch.no_grad():
        predicted = torch.cat([model(part).argmax(1) for part in x.split(1024)])
    return f1_score(y, predicted, average="macro", zero_division=0)


def fit(model, x, y, x_validation, y_validation):
    """Trains the model; keeps the first epoch with the best macro F1 on the validation rows."""
    optimiser = torch.optim.AdamW(model.parameters(), lr=1e-3, weight_decay=1e-5)
    n, best, state = len(y), -1.0, None
    steps = n // BATCH if n % BATCH == 1 else math.ceil(n / BATCH)
    for _ in range(EPOCHS):
        model.train()
        order = torch.randperm(n)
        for b in range(steps):
            rows = order[b * BATCH:(b + 1) * BATCH]
            loss = F.cross_entropy(model(x[rows]), y[rows])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
        reached = score(model, x_validation, y_validation)
        if reached > best:
            best, state = reached, copy.deepcopy(model.state_dict())
    model.load_state_dict(state)


folder, seeds, networks = sys.argv[1], int(sys.argv[2]), sys.argv[3].split(",")
for dataset in sys.argv[4:]:
    X, y = load_xy(os.path.join(folder, dataset + ".csv.gz"))
    for seed in range(seeds):
        train, test = stratified(np.arange(len(y)), y, 0.2, seed)
        train, validation = stratified(train, y, 0.2, seed)
        scaler = StandardScaler().fit(X[train])
        parts = [
            (torch.from_numpy(scaler.transform(X[rows])).float(), torch.from_numpy(y[rows]))
            for rows in (train, validation, test)
        ]
        for network in networks:
            torch.manual_seed(seed)
            model = NETWORKS[network](X.shape[1], int(y.max()) + 1)
            fit(model, *parts[0], *parts[1])
            print(json.dumps(dict(
                dataset=dataset, network=network, seed=seed, macroF1=score(model, *parts[2]),
                train=train.tolist(), validation=validation.tolist(), test=test.tolist(),
            )), flush=True)
