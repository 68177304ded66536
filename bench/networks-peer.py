"""Times a training step of the deep and graph baselines in PyTorch on request: one JSON object per line in and out. One thread."""
import json
import os
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "test", "parity", "fixtures"))
import torch
import torch.nn.functional as F

torch.set_num_threads(1)
from graphs import GRAPH_NETWORKS
from networks import NETWORKS

torch.manual_seed(0)
CLASSES = 6
ready = {}


def trainer(network, columns, batch):
    model = {**NETWORKS, **GRAPH_NETWORKS}[network](columns, CLASSES)
    optimiser = torch.optim.AdamW(model.parameters(), lr=1e-3, weight_decay=1e-5, foreach=True)
    x, y = torch.randn(batch, columns), torch.randint(0, CLASSES, (batch,))

    def step():
        loss = F.cross_entropy(model(x), y)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        optimiser.step()

    return step


for line in sys.stdin:
    job = json.loads(line)
    key = (job["network"], job["columns"], job["batch"])
    if key not in ready:
        ready[key] = trainer(*key)
        ready[key]()
    start = time.perf_counter()
    for _ in range(job["repeats"]):
        ready[key]()
    print(json.dumps(dict(milliseconds=1000 * (time.perf_counter() - start) / job["repeats"])), flush=True)
