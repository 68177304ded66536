"""Times the PyTorch reference on request: one JSON object per line in and out. One thread by default.

A training step is as people write it, or with "compiled" through torch.compile, with a fused optimiser.
"""
import json
import os
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "test", "parity", "fixtures"))
import torch

torch.set_num_threads(1)
from qclmixnet import Config, HybridLoss, QCLMixNet, make_optim, train_step

torch.manual_seed(0)
CLASSES = 6
ready = {}


def trainer(columns, batch, compiled):
    # Compiled, also without the part of the attention that is constant for a sequence of length 1.
    config = Config(slim=compiled)
    model, loss = QCLMixNet(columns, CLASSES, config), HybridLoss(CLASSES, config)
    x, y = torch.randn(batch, columns), torch.randint(0, CLASSES, (batch,))
    if compiled:
        from compiled_step import compiled_step

        return compiled_step(model, loss, x, y, config)
    optimiser, _ = make_optim(model, loss, config, 100000)
    return lambda: train_step(model, loss, optimiser, x, y, config)


def predictor(columns, batch, _):
    model = QCLMixNet(columns, CLASSES, Config()).eval()
    x = torch.randn(batch, columns)

    def run():
        with torch.no_grad():
            model.logits(x)

    return run


for line in sys.stdin:
    job = json.loads(line)
    torch.set_num_threads(job.get("threads", 1))
    key = (job["kind"], job["columns"], job["batch"], job.get("compiled", False))
    if key not in ready:
        ready[key] = (trainer if job["kind"] == "train" else predictor)(*key[1:])
        ready[key]()
    start = time.perf_counter()
    for _ in range(job["repeats"]):
        ready[key]()
    print(json.dumps(dict(milliseconds=1000 * (time.perf_counter() - start) / job["repeats"])), flush=True)
