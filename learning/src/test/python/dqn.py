"""DQN and double DQN on CartPole-v1 in numpy: a second implementation, to tell the settings' doing from a defect's.

Worked from the papers and from the order in which stable-baselines3 does things (off_policy_algorithm.py and dqn.py: random
actions before learning starts; a step, then the copy into the target network, then a round of gradient steps; a time limit is
no terminal state); no line of the Java was taken over. Weights start as PyTorch's layers do. No part of the build.

    python3 dqn.py zoo plain,double 1,2,3              rl-baselines3-zoo's settings of CartPole-v1, 50,000 steps
    python3 dqn.py cleanrl plain,double 1,2,3          CleanRL's, 500,000 steps
    python3 dqn.py cleanrl plain 1 squared=False       the same with Huber's loss

Prints the greedy return over 20 episodes at 20 points of each run. What was seen: docs/agents/dqn.md.
"""
import math
import sys

import numpy as np

ZOO = dict(steps=50_000, widths=(256, 256), rate=2.3e-3, batch=64, capacity=100_000, starts=1_000, every=256,
           gradients=128, copy=10, epsilon=(1, 0.04, 8_000), squared=False, clip=10)
CLEANRL = dict(steps=500_000, widths=(120, 84), rate=2.5e-4, batch=128, capacity=10_000, starts=10_000, every=10,
               gradients=1, copy=500, epsilon=(1, 0.05, 250_000), squared=True, clip=math.inf)
GAMMA = 0.99
EPISODES = 20


class CartPoles:
    """CartPole-v1, n of them side by side (equations: see trajectories.py)."""

    def __init__(self, n, random):
        self.state = random.uniform(-0.05, 0.05, (n, 4))
        self.steps = 0

    def step(self, actions):
        x, speed, angle, spin = self.state.T
        push = (np.where(actions == 1, 10.0, -10.0) + 0.05 * spin**2 * np.sin(angle)) / 1.1
        inertia = 0.5 * (4 / 3 - 0.1 * np.cos(angle) ** 2 / 1.1)
        spin_rate = (9.8 * np.sin(angle) - np.cos(angle) * push) / inertia
        acceleration = push - 0.05 * spin_rate * np.cos(angle) / 1.1
        rates = np.stack([speed, acceleration, spin, spin_rate], 1)
        self.state = self.state + 0.02 * rates
        self.steps += 1
        fallen = (abs(self.state[:, 0]) > 2.4) | (abs(self.state[:, 2]) > 12 * 2 * math.pi / 360)
        return fallen, self.steps >= 500


class Network:
    def __init__(self, random, widths):
        self.parameters = []
        for fan_in, fan_out in zip((4, *widths), (*widths, 2)):
            bound = 1 / math.sqrt(fan_in)
            for shape in ((fan_in, fan_out), fan_out):
                self.parameters.append(random.uniform(-bound, bound, shape).astype(np.float32))

    def q(self, x):
        self.inputs = []  # of each layer, for gradients
        for k in range(0, len(self.parameters), 2):
            self.inputs.append(x)
            x = x @ self.parameters[k] + self.parameters[k + 1]
            x = np.maximum(x, 0) if k + 2 < len(self.parameters) else x
        return x

    def gradients(self, slope):
        """Of the loss whose slope by the last q() is given."""
        found = []
        for k in range(len(self.parameters) - 2, -1, -2):
            x = self.inputs[k // 2]
            found = [x.T @ slope, slope.sum(0)] + found
            slope = (slope @ self.parameters[k].T) * (x > 0)
        return found

    def take(self, other):
        for mine, theirs in zip(self.parameters, other.parameters):
            mine[...] = theirs


class Adam:
    def __init__(self, parameters, rate, clip):
        self.parameters, self.rate, self.clip, self.steps = parameters, rate, clip, 0
        self.first = [np.zeros_like(p) for p in parameters]
        self.second = [np.zeros_like(p) for p in parameters]

    def step(self, gradients):
        self.steps += 1
        norm = math.sqrt(sum(float((g * g).sum()) for g in gradients))
        scale = np.float32(min(1, self.clip / max(norm, 1e-12)))
        for p, g, m, v in zip(self.parameters, gradients, self.first, self.second):
            m += np.float32(0.1) * (scale * g - m)
            v += np.float32(0.001) * ((scale * g) ** 2 - v)
            unbiased = m / np.float32(1 - 0.9**self.steps)
            p -= np.float32(self.rate) * unbiased / (np.sqrt(v / np.float32(1 - 0.999**self.steps)) + np.float32(1e-8))


def evaluate(network, random):
    poles, standing, returns = CartPoles(EPISODES, random), np.ones(EPISODES, bool), np.zeros(EPISODES)
    while standing.any():
        fallen, over = poles.step(network.q(poles.state.astype(np.float32)).argmax(1))
        returns += standing
        standing &= ~fallen & (not over)
    return returns.mean()


def run(seed, double, s):
    random = np.random.default_rng(seed)
    online, target, judged = (Network(random, s["widths"]) for _ in range(3))
    target.take(online)
    adam = Adam(online.parameters, s["rate"], s["clip"])
    capacity, rows = s["capacity"], np.arange(s["batch"])
    states, after = (np.zeros((capacity, 4), np.float32) for _ in range(2))
    actions, discounts = np.zeros(capacity, int), np.zeros(capacity, np.float32)
    world, curve = CartPoles(1, random), []
    for step in range(1, s["steps"] + 1):
        state, (start, end, over) = world.state[0].astype(np.float32), s["epsilon"]
        epsilon = start + min(1, (step - 1) / over) * (end - start)
        explores = step <= s["starts"] or random.random() < epsilon
        action = int(random.integers(2)) if explores else int(online.q(state[None])[0].argmax())
        fallen, truncated = world.step(np.array([action]))
        i = (step - 1) % capacity
        states[i], after[i], actions[i] = state, world.state[0], action
        discounts[i] = 0 if fallen[0] else GAMMA
        if fallen[0] or truncated:
            world = CartPoles(1, random)
        if step % s["copy"] == 0:
            target.take(online)
        for _ in range(s["gradients"] if step > s["starts"] and step % s["every"] == 0 else 0):
            drawn = random.integers(0, min(step, capacity), s["batch"])
            next_q = target.q(after[drawn])
            best = (online if double else target).q(after[drawn]).argmax(1)
            y = 1 + discounts[drawn] * next_q[rows, best]
            q = online.q(states[drawn])
            error = q[rows, actions[drawn]] - y
            slope = np.zeros_like(q)
            slope[rows, actions[drawn]] = (error if s["squared"] else np.clip(error, -1, 1)) / s["batch"]
            adam.step(online.gradients(slope))
        if step % (s["steps"] // 20) == 0:
            judged.take(online)
            curve.append(evaluate(judged, np.random.default_rng(10_000 + seed)))
    return curve


if __name__ == "__main__":
    settings = dict(ZOO if sys.argv[1] == "zoo" else CLEANRL)
    for change in sys.argv[4:]:
        name, value = change.split("=")
        settings[name] = value == "True" if value in ("True", "False") else type(settings[name])(value)
    for run_seed in map(int, sys.argv[3].split(",")):
        for kind in sys.argv[2].split(","):
            print(kind, "seed", run_seed, [float(x) for x in run(run_seed, kind == "double", settings)], flush=True)
