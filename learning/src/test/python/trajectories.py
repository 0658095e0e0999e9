"""Records trajectories of the four control tasks for ReferenceTasksTest.

Worked from the published equations alone (the documentation pages and papers that Gymnasium names), by
another hand than the Java classes: no line of Java was read for it. With Gymnasium installed, it also checks every
number against Gymnasium itself. Run it from this directory: python3 trajectories.py

A line is: reward, terminated (0 or 1), then the observation; the first line is the start and has no reward. Actions
follow from the step's number t alone, as actions() says.
"""
import math
import pathlib
import struct

STEPS = 120
OUT = pathlib.Path(__file__).parent.parent / "resources/io/pageturner/learning/environment"


def single(x):
    return struct.unpack("f", struct.pack("f", x))[0]


def action(count, t):
    """Runs of equal actions of changing length: pushes with and against the motion."""
    return (t // 7 + t // 3 + t * t // 11) % count


def torque(t):
    return single(2.5 * math.sin(0.3 * t))  # partly beyond the bounds: the task cuts it


def cart_pole(state, a):
    x, v, th, w = state
    f = 10.0 if a == 1 else -10.0
    g, mc, mp, half = 9.8, 1.0, 0.1, 0.5
    m = mc + mp
    # Florian, "Correct equations for the dynamics of the cart-pole system", without friction.
    acc_th = (g * math.sin(th) + math.cos(th) * (-f - mp * half * w**2 * math.sin(th)) / m) / (
        half * (4 / 3 - mp * math.cos(th) ** 2 / m))
    acc_x = (f + mp * half * (w**2 * math.sin(th) - acc_th * math.cos(th))) / m
    h = 0.02
    new = (x + h * v, v + h * acc_x, th + h * w, w + h * acc_th)
    over = abs(new[0]) > 2.4 or abs(new[2]) > math.radians(12)
    return new, 1.0, over


def pendulum(state, u):
    th, w = state
    u = min(max(u, -2.0), 2.0)
    centred = math.remainder(th, 2 * math.pi)  # the angle from upright, within half a turn
    reward = -(centred**2 + 0.1 * w**2 + 0.001 * u**2)
    g, m, length = 10.0, 1.0, 1.0
    w = w + (3 * g / (2 * length) * math.sin(th) + 3 * u / (m * length**2)) * 0.05
    w = min(max(w, -8.0), 8.0)
    return (th + w * 0.05, w), reward, False


def mountain_car(state, a):
    x, v = state
    v = min(max(v + 0.001 * (a - 1) - 0.0025 * math.cos(3 * x), -0.07), 0.07)
    x = min(max(x + v, -1.2), 0.6)
    if x <= -1.2:
        v = max(v, 0.0)
    return (x, v), -1.0, x >= 0.5 and v >= 0


def acrobot(state, a):
    """Sutton and Barto, 1998, section 11.3; there is g = 9.8, and all else is 1, the centres are half way."""
    tau = a - 1.0

    def rates(s):
        t1, t2, w1, w2 = s
        d1 = 0.25 + (1 + 0.25 + math.cos(t2)) + 1 + 1
        d2 = (0.25 + 0.5 * math.cos(t2)) + 1
        p2 = 0.5 * 9.8 * math.cos(t1 + t2 - math.pi / 2)
        p1 = (-0.5 * w2**2 * math.sin(t2) - w2 * w1 * math.sin(t2)
              + 1.5 * 9.8 * math.cos(t1 - math.pi / 2) + p2)
        a2 = (tau + d2 / d1 * p1 - 0.5 * w1**2 * math.sin(t2) - p2) / (0.25 + 1 - d2**2 / d1)
        return [w1, w2, -(d2 * a2 + p1) / d1, a2]

    def along(s, k, h):
        return [p + h * q for p, q in zip(s, k)]

    h = 0.2
    k1 = rates(state)
    k2 = rates(along(state, k1, h / 2))
    k3 = rates(along(state, k2, h / 2))
    k4 = rates(along(state, k3, h))
    s = [p + h / 6 * (q1 + 2 * q2 + 2 * q3 + q4) for p, q1, q2, q3, q4 in zip(state, k1, k2, k3, k4)]
    s[0] = math.remainder(s[0], 2 * math.pi)
    s[1] = math.remainder(s[1], 2 * math.pi)
    s[2] = min(max(s[2], -4 * math.pi), 4 * math.pi)
    s[3] = min(max(s[3], -9 * math.pi), 9 * math.pi)
    over = -math.cos(s[0]) - math.cos(s[0] + s[1]) > 1
    return tuple(s), 0.0 if over else -1.0, over


def same(state):
    return state


def of_pendulum(s):
    return math.cos(s[0]), math.sin(s[0]), s[1]


def of_acrobot(s):
    return math.cos(s[0]), math.sin(s[0]), math.cos(s[1]), math.sin(s[1]), s[2], s[3]


# name, Gymnasium's name, start, step, observation, action of t
TASKS = [
    ("cart-pole", "CartPole-v1", (0.02, -0.03, 0.04, -0.01), cart_pole, same, lambda t: action(2, t)),
    ("pendulum", "Pendulum-v1", (2.5, -0.7), pendulum, of_pendulum, torque),
    ("mountain-car", "MountainCar-v0", (-0.45, 0.0), mountain_car, same, lambda t: 0 if t < 40 else 2),
    ("acrobot", "Acrobot-v1", (0.05, -0.08, 0.03, 0.09), acrobot, of_acrobot, lambda t: action(3, t)),
]


def record(start, step, observe, act):
    lines = [(None, None, observe(start))]
    state = start
    for t in range(STEPS):
        state, reward, over = step(state, act(t))
        lines.append((reward, over, observe(state)))
        if over:
            break
    return lines


def check(name, start, lines, act):
    """Against Gymnasium, when it is there."""
    try:
        import gymnasium
        import numpy
    except ImportError:
        return "not checked, no Gymnasium"
    world = gymnasium.make(name).unwrapped
    world.reset(seed=0)
    world.state = numpy.array(start, dtype=numpy.float64)
    worst = 0.0
    for t, (reward, over, observation) in enumerate(lines[1:]):
        a = numpy.array([act(t)]) if name.startswith("Pend") else act(t)
        seen, paid, terminated, _, _ = world.step(a)
        assert bool(terminated) == over, (name, t)
        worst = max(worst, abs(paid - reward), *(abs(p - q) for p, q in zip(seen, observation)))
    return f"largest difference from Gymnasium {worst:.1e}"


if __name__ == "__main__":
    OUT.mkdir(parents=True, exist_ok=True)
    for file, name, start, step, observe, act in TASKS:
        lines = record(start, step, observe, act)
        with open(OUT / f"{file}.csv", "w") as out:
            for reward, over, observation in lines:
                head = [] if reward is None else [repr(reward), str(int(over))]
                out.write(",".join(head + [repr(x) for x in observation]) + "\n")
        print(file, len(lines) - 1, "steps, ended:", lines[-1][1], check(name, start, lines, act))
