"""A training step of QCL-MixNet for torch.compile: the reference's mixup and losses without branches on values, so that
one graph holds them, and AdamW in its fused form."""
import numpy as np
import torch
import torch.nn.functional as F
from qclmixnet import focal_terms, knn_indices, label_masks, ms_mine, triplet_dist


def loss_of(model, fvl, x, y, lam, config):
    """The hybrid loss of a batch with at least two classes, two rows of one class among them."""
    with torch.no_grad():
        near = knn_indices(x, config.k)
        partner = near.gather(1, torch.randint(0, near.shape[1], (len(x), 1))).squeeze(1)
        x = lam * x + (1 - lam) * x[partner]
    logits, e = model(x)
    focal = focal_terms(logits, y, config.gamma).mean()
    intra = ((e - fvl.centroids[y]) ** 2).sum(1).mean()
    present = F.one_hot(y, len(fvl.centroids)).amax(0)
    pairs = torch.triu(present[:, None] * present[None, :], diagonal=1)
    gaps = ((fvl.centroids[:, None] - fvl.centroids[None, :]) ** 2).sum(2).clamp(min=1e-24).sqrt()
    inter = -F.logsigmoid((gaps * pairs).sum() / pairs.sum())
    en = F.normalize(e, dim=1)
    sim = en @ en.t()
    positive, negative = label_masks(y)
    m = sim / config.tau
    m = m - m.amax(1, keepdim=True).detach()
    lse = torch.logsumexp(m.masked_fill(~(positive | negative), -torch.inf), dim=1, keepdim=True)
    per = -((m - lse) * positive).sum(1) / positive.sum(1).clamp(min=1)
    contrast = (per * (per > 0)).sum() / (per > 0).sum().clamp(min=1)
    distance = triplet_dist(e, en, sim, config.trip_power, config.trip_normalize)
    with torch.no_grad():
        kept, against = ms_mine(sim, positive, negative, config.miner_eps)
        far = distance.masked_fill(~kept, -torch.inf) + config.margin
        close = distance.masked_fill(~against, torch.inf)
        of_positive = torch.searchsorted(close.sort(1).values, far)
        of_negative = len(x) - torch.searchsorted(far.sort(1).values, close, right=True)
        count = of_positive.sum()
    triplets = ((of_positive - of_negative) * distance).sum() + config.margin * count
    a = config.alpha_loss
    return a * (focal + config.beta1 * intra + inter) + (1 - a) * (contrast + triplets / count.clamp(min=1))


def compiled_step(model, loss, x, y, config):
    """A function that makes one step on the batch."""
    parameters = [*model.parameters(), *loss.parameters()]
    optimiser = torch.optim.AdamW(parameters, lr=config.lr, weight_decay=config.weight_decay, fused=True)
    compiled = torch.compile(loss_of, fullgraph=True)

    def step():
        lam = np.random.beta(config.mix_alpha, config.mix_alpha, size=len(x))
        lam = torch.from_numpy(np.maximum(lam, 1 - lam).astype(np.float32)).unsqueeze(1)
        value = compiled(model, loss.fvl, x, y, lam, config)
        optimiser.zero_grad(set_to_none=True)
        value.backward()
        optimiser.step()
        return value

    return step
