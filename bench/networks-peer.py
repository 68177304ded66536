"""Times a training step of the deep and graph baselines in PyTorch on request: one JSON object per line in and out.

A step is as people write it, or with "compiled" through torch.compile, with a fused optimiser.
"""
import json
import os
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "test", "parity", "fixtures"))
import torch
import torch.nn.functional as F

from graphs import GRAPH_NETWORKS
from networks import NETWORKS

torch.manual_seed(0)
CLASSES = 6
ready = {}


def trainer(network, columns, batch, compiled):
    model = {**NETWORKS, **GRAPH_NETWORKS}[network](columns, CLASSES)
    kind = {"fused": True} if compiled else {"foreach": True}
    optimiser = torch.optim.AdamW(model.parameters(), lr=1e-3, weight_decay=1e-5, **kind)
    x, y = torch.randn(batch, columns), torch.randint(0, CLASSES, (batch,))

    def loss_of(x, y):
        return F.cross_entropy(model(x), y)

    forward = torch.compile(loss_of) if compiled else loss_of

    def step():
        loss = forward(x, y)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        optimiser.step()

    return step


for line in sys.stdin:
    job = json.loads(line)
    torch.set_num_threads(job["threads"])
    key = (job["network"], job["columns"], job["batch"], job.get("compiled", False))
    if key not in ready:
        ready[key] = trainer(*key)
        ready[key]()
    start = time.perf_counter()
    for _ in range(job["repeats"]):
        ready[key]()
    print(json.dumps(dict(milliseconds=1000 * (time.perf_counter() - start) / job["repeats"])), flush=True)
