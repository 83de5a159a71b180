#!/usr/bin/env python3
"""Times Myelin's training steps beside those of TensorFlow, JAX and PyTorch: `python3 Benchmarks/compare.py`.

The first run makes a virtual environment with the three (requirements.txt) in Benchmarks/.environment. Build Myelin
before: `swift build -c release`. The result is printed and written to Benchmarks/RESULTS.md.

How it is measured. Every time comes from a process of its own, which trains one epoch to warm up and is timed over the
next. The frameworks take turns, job after job, and this is repeated for several rounds; of a framework's rounds the
LEAST time counts, because whatever else runs on a machine can only add to it. TensorFlow runs with and without XLA,
and the faster of the two counts.
"""

import argparse
import json
import os
import subprocess
import sys
import venv
from pathlib import Path

import machine
import report
from jobs import INFERENCE, JOBS
from whole_process import cold_start, peak_memory

FOLDER = Path(__file__).resolve().parent
PEERS = ["TensorFlow", "JAX", "PyTorch"]
TIMEOUT = 900  # seconds that one process may take


def parse_arguments():
    names = [job.name for job in JOBS + INFERENCE]
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--myelin", type=Path, default=Path(".build/release/myelin"), help="the command to measure")
    parser.add_argument("--environment", type=Path, default=FOLDER / ".environment", help="virtual environment")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--jobs", nargs="+", choices=names, default=names, metavar="JOB", help=", ".join(names))
    parser.add_argument("--peers", nargs="*", choices=PEERS, default=PEERS, metavar="PEER", help=", ".join(PEERS))
    parser.add_argument("--output", type=Path, default=FOLDER / "RESULTS.md")
    return parser.parse_args()


def prepare_environment(folder):
    """The Python of the virtual environment, which is made where it does not exist."""
    python = folder / "bin" / "python"
    if not python.exists():
        print(f"making a virtual environment in {folder} (some minutes)", flush=True)
        venv.create(folder, with_pip=True)
        requirements = FOLDER / "requirements.txt"
        subprocess.run([python, "-m", "pip", "install", "--quiet", "-r", requirements], check=True)
    return python


def commands(python, myelin, peers):
    """Framework → its variants, each a function from a job's name to (command, added environment)."""
    keras, torch = FOLDER / "peers" / "keras_jobs.py", FOLDER / "peers" / "torch_jobs.py"

    def with_keras(backend, jit):
        return lambda job: ([python, keras, job, "--jit", jit], {"KERAS_BACKEND": backend})

    all_commands = {
        "TensorFlow": {"XLA": with_keras("tensorflow", "auto"), "no XLA": with_keras("tensorflow", "off")},
        "JAX": {"": with_keras("jax", "auto")},
        "PyTorch": {"": lambda job: ([python, torch, job], {})},
    }
    chosen = {peer: all_commands[peer] for peer in PEERS if peer in peers}
    if myelin:
        chosen["Myelin"] = {"": lambda job: ([myelin, "bench", job, "--json"], {})}
    return chosen


def inference_commands(python, myelin, peers):
    """As `commands`, for predictions; onnxruntime runs PyTorch's networks."""
    script = FOLDER / "peers" / "inference_jobs.py"

    def by(framework):
        return lambda job: ([python, script, job, "--framework", framework], {})

    all_commands = {
        "TensorFlow": {"XLA": by("tensorflow-xla"), "no XLA": by("tensorflow")},
        "JAX": {"": by("jax")},
        "PyTorch": {"": by("pytorch")},
        "onnxruntime": {"": by("onnxruntime")},
    }
    chosen = {peer: all_commands[peer] for peer in all_commands if peer in peers or peer == "onnxruntime" and peers}
    if myelin:
        chosen["Myelin"] = {"": lambda job: ([myelin, "bench", "inference", job, "--json"], {})}
    return chosen


def time_step(job, command, environment):
    """Milliseconds of a step, or None (with a word on the terminal) where the command fails."""
    try:
        run = subprocess.run(
            command, env={**os.environ, **environment}, capture_output=True, text=True, timeout=TIMEOUT)
    except subprocess.TimeoutExpired:
        print(f"  no result within {TIMEOUT} s: {' '.join(map(str, command))}")
        return None
    lines = [line for line in run.stdout.splitlines() if line.startswith("{")]
    if run.returncode != 0 or not lines:
        print(f"  failed: {' '.join(map(str, command))}\n{run.stderr[-1000:]}")
        return None
    result = json.loads(lines[-1])
    if result["job"] != job.name:
        raise ValueError(f"asked for {job.name}, got {result}")
    return result["ms_per_step"]


def measure(jobs, frameworks, rounds):
    """(job, framework) → {variant: [milliseconds of each round]}."""
    times = {(job.name, framework): {} for job in jobs for framework in frameworks}
    for number in range(rounds):
        for job in jobs:
            for framework, variants in frameworks.items():
                for variant, command in variants.items():
                    milliseconds = time_step(job, *command(job.name))
                    if milliseconds is not None:
                        times[job.name, framework].setdefault(variant, []).append(milliseconds)
                        label = f"{framework} {variant}".strip()
                        print(f"round {number + 1}  {job.name:20} {label:18} {milliseconds:9.4f} ms", flush=True)
    return times


def main():
    arguments = parse_arguments()
    myelin = arguments.myelin.resolve() if arguments.myelin.exists() else None
    if not myelin:
        print(f"{arguments.myelin} does not exist: measuring the others alone (swift build -c release makes it)")
    python = prepare_environment(arguments.environment) if arguments.peers else None
    jobs = [job for job in JOBS if job.name in arguments.jobs]
    predictions = [job for job in INFERENCE if job.name in arguments.jobs]
    about = machine.description(), machine.versions(python, myelin), machine.load()

    times = measure(jobs, commands(python, myelin, arguments.peers), arguments.rounds)
    inference = inference_commands(python, myelin, arguments.peers)
    predicted = measure(predictions, inference, arguments.rounds)
    whole = [peak_memory(myelin), cold_start(myelin)] if myelin else []
    text = report.markdown(jobs, times, predictions, predicted, whole, arguments.rounds, *about)
    print("\n" + text)
    arguments.output.write_text(text)


if __name__ == "__main__":
    sys.exit(main())
