"""The feed's default network and step in PyTorch, for `pageturner bench training`.

Read from standard input by python3; the arguments are the network's sizes as JSON, then batch sizes. Prints a line per batch
size: batch, samples per second of processor time, samples per second. One thread, as there. Drawing from a replay is not
counted here, but is there. It does the same work in the idiom of PyTorch: modules, autograd, torch.optim.Adam,
clip_grad_norm_; V's, A's and the actor's losses see the same parameters, and only V's moves the state network. A is quadratic
in the action u, c0(s) + c1(s) u + c2(s) u^2: with state 128 and hidden 16 its head has 128 * 16 + 16 + 16 * 3 + 3 = 2,115
parameters, V's and the actor's 2,081 each. Output layers start at 0, and with bounds that lie evenly around 1 so does the actor.
"""
import json
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F

SECONDS = 8
GAMMA, DECAY, PULL, CLIP = 0.9, 1e-4, 1e-3, 10.0

torch.set_num_threads(1)
sizes = json.loads(sys.argv[1])


class StateNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        d, filters = sizes["dimension"], sizes["filters"]
        self.convolutions = nn.ModuleList(nn.Conv1d(d, filters, width) for width in sizes["widths"])
        self.tables = nn.ModuleList(nn.Embedding(rows, dim) for rows, dim in sizes["tables"])
        inputs = filters * len(sizes["widths"]) + sizes["dense"] + sum(dim for _, dim in sizes["tables"])
        self.output = nn.Linear(inputs, sizes["state"])

    def forward(self, items, mask, dense, ids):
        steps = (items * mask[:, :, None]).transpose(1, 2)  # [batch, d, L]
        parts = []
        for convolution in self.convolutions:
            touched = F.max_pool1d(mask[:, None, :], convolution.kernel_size[0], stride=1)
            parts.append((F.relu(convolution(steps)) * touched).amax(dim=2))
        parts.append(dense)
        parts += [table(ids[:, i]) for i, table in enumerate(self.tables)]
        return F.relu(self.output(torch.cat(parts, dim=1)))


def head(outputs):
    layers = nn.Sequential(nn.Linear(sizes["state"], sizes["hidden"]), nn.ReLU(), nn.Linear(sizes["hidden"], outputs))
    nn.init.zeros_(layers[2].weight)
    nn.init.zeros_(layers[2].bias)
    return layers


def states(batch):
    length = sizes["length"]
    mask = (torch.arange(length) >= torch.randint(0, length + 1, (batch, 1))).float()
    ids = torch.stack([torch.randint(0, rows, (batch,)) for rows, _ in sizes["tables"]], dim=1)
    return torch.randn(batch, length, sizes["dimension"]), mask, torch.randn(batch, sizes["dense"]), ids


class Learner:
    def __init__(self):
        self.network, self.value = StateNetwork(), head(1)
        self.advantage, self.actor = head(3), head(1)  # A: c0, c1, c2
        paths = [[*self.network.parameters(), *self.value.parameters()],
                 list(self.advantage.parameters()), list(self.actor.parameters())]
        self.paths = [(path, torch.optim.Adam(path, rate)) for path, rate in zip(paths, (1e-3, 1e-3, 3e-4))]

    def q(self, s, unit):
        c = self.advantage(s)
        return c[:, 0] + (c[:, 1:] * torch.cat([unit, unit.square()], dim=1)).sum(dim=1)

    def step(self, now, after, actions, rewards, continues, own):
        embedding = self.network(*now)
        v = self.value(embedding).squeeze(1)
        s = embedding.detach()
        rows = own.sum().clamp(min=1)
        with torch.no_grad():
            later = self.network(*after)
            y = rewards + GAMMA * continues * self.value(later).squeeze(1)
            target = y + GAMMA * continues * self.q(later, torch.tanh(self.actor(later))) - v
        value_loss = (y - v).square().mean()
        kernels = sum(layer.weight.square().sum() for layer in (self.advantage[0], self.advantage[2]))
        taken = self.q(s, actions)
        advantage_loss = (own * (target - taken).square()).sum() / rows + DECAY * kernels
        z = self.actor(s)
        gain = (own * self.q(s, torch.tanh(z))).sum() / rows
        actor_loss = PULL * (own * z.square().mean(dim=1)).sum() / rows - gain
        losses = (value_loss, advantage_loss, actor_loss)
        for loss, (path, _) in zip(losses, self.paths):
            for parameter, gradient in zip(path, torch.autograd.grad(loss, path)):
                parameter.grad = gradient
        for path, optimiser in self.paths:
            nn.utils.clip_grad_norm_(path, CLIP)
            optimiser.step()
        return [loss.item() for loss in losses]


def measure(batch):
    torch.manual_seed(1)
    learner = Learner()
    data = (states(batch), states(batch), torch.rand(batch, 1) * 2 - 1, torch.randn(batch),
            (torch.rand(batch) > 0.2).float(), (torch.rand(batch) > 0.5).float())
    for warm_up in (True, False):
        steps, start, cpu = 0, time.perf_counter(), time.process_time()
        while time.perf_counter() - start < SECONDS:
            learner.step(*data)
            steps += 1
    print(batch, steps * batch / (time.process_time() - cpu), steps * batch / (time.perf_counter() - start))


for argument in sys.argv[2:]:
    measure(int(argument))
