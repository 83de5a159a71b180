"""The Markdown that a comparison ends in."""

COLUMNS = ["Myelin", "TensorFlow", "JAX", "PyTorch"]


def markdown(jobs, times, predictions, predicted, whole, rounds, machine, versions, load):
    lines = [
        "# Time of a training step",
        "",
        "Written by `python3 Benchmarks/compare.py`, which says how it is measured: each framework through its ordinary",
        "door (Keras' `model.fit` on TensorFlow and on JAX; an eager training loop in PyTorch; `myelin bench`), in turns,",
        f"{rounds} round{'s' if rounds > 1 else ''}, the least time of each. The data is random, of the right shape, unless "
        "`MYELIN_DATA_DIR` has MNIST.",
        "",
    ]
    lines += [f"- {key}: {value}" for key, value in machine.items()]
    lines.append("- Versions: " + ", ".join(f"{name} {version}" for name, version in versions.items()))
    lines += [f"- Load before the measurement: {load:.2f}", ""]
    if jobs:
        lines += step_table(jobs, times, COLUMNS)
    lines += [
        "",
        "Milliseconds. *Ratio*: the fastest of the others, divided by Myelin. *Bar*: the ratio that Myelin aims at. TensorFlow",
        "is the faster of two: with XLA (Keras' default, \\*) and without. PyTorch runs eagerly, without `torch.compile`.",
    ]
    if predictions:
        lines += [
            "", "## Time of a prediction", "",
            "A direct call with a batch in memory: `model.predict` in Myelin, a compiled function in Keras, the module in",
            "PyTorch, a session of PyTorch's network in onnxruntime. Milliseconds, the least of several series.", "",
        ]
        lines += step_table(predictions, predicted, [*COLUMNS, "onnxruntime"])
    if whole:
        lines += ["", "| Whole process | Myelin | Bar |", "|---|---:|---:|"]
        lines += [f"| {measure.name} | {measure.value} | {measure.bar} |" for measure in whole]
    return "\n".join(lines) + "\n"


def step_table(jobs, times, columns):
    yield "| Job | Batch | " + " | ".join(columns) + " | Ratio | Bar |"
    yield "|---|---:|" + "---:|" * (len(columns) + 2)
    for job in jobs:
        best = {framework: least(times.get((job.name, framework), {})) for framework in columns}
        cells = [cell(*best[framework]) for framework in columns]
        myelin = best["Myelin"][0]
        others = [best[framework][0] for framework in columns[1:] if best[framework][0] is not None]
        ratio = f"{min(others) / myelin:.2f}" if myelin and others else "–"
        bar = "–" if job.bar is None else f"{job.bar:g}"
        yield f"| {job.name} | {job.batch} | {' | '.join(cells)} | {ratio} | {bar} |"


def least(seen):
    """(least milliseconds, its variant)."""
    found = [(min(values), variant) for variant, values in seen.items()]
    return min(found) if found else (None, "")


def cell(milliseconds, variant):
    if milliseconds is None:
        return "–"
    # Three significant digits.
    digits = 4 if milliseconds < 0.1 else 3 if milliseconds < 1 else 2 if milliseconds < 10 else 1
    return f"{milliseconds:.{digits}f}" + ("\\*" if variant == "XLA" else "")
