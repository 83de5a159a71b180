"""What the times were measured on: the processor, the versions, the load."""

import os
import platform
import subprocess

# Instruction sets worth naming, the widest first, as Linux spells them.
INSTRUCTION_SETS = [
    ("amx_tile", "AMX"), ("avx512_bf16", "AVX-512 BF16"), ("avx512_vnni", "AVX-512 VNNI"), ("avx512f", "AVX-512"),
    ("avx2", "AVX2"), ("fma", "FMA"), ("sve", "SVE"), ("asimd", "NEON"),
]
PACKAGES = {"tensorflow-cpu": "TensorFlow", "keras": "Keras", "jax": "JAX", "torch": "PyTorch"}


def description():
    fields = {}
    with open("/proc/cpuinfo") as file:
        for line in file:
            key, _, value = line.partition(":")
            fields.setdefault(key.strip(), value.strip())
    flags = set(fields.get("flags", fields.get("Features", "")).split())
    names = [name for flag, name in INSTRUCTION_SETS if flag in flags]
    family = fields.get("cpu family")
    model = fields.get("model name", platform.machine())
    return {
        "Processor": model + (f" (family {family}, model {fields.get('model')})" if family else ""),
        "Cores": str(len(os.sched_getaffinity(0))),
        "Instruction sets": ", ".join(names) or "baseline",
        "System": f"{platform.system()} {platform.release()}, {platform.machine()}",
    }


def versions(python, myelin):
    found = {"Python": platform.python_version()}
    if python:
        lines = "; ".join(f"print(v({name!r}))" for name in PACKAGES)
        output = subprocess.run(
            [python, "-c", f"from importlib.metadata import version as v; {lines}"],
            capture_output=True, text=True, check=True).stdout.split()
        found |= dict(zip(PACKAGES.values(), output))
    if myelin:
        run = subprocess.run([myelin, "--version"], capture_output=True, text=True)
        found["Myelin"] = run.stdout.strip() if run.returncode == 0 and run.stdout.strip() else "?"
    return found


def load():
    """Processes that wanted to run over the last minute, before the measurement."""
    return os.getloadavg()[0]
