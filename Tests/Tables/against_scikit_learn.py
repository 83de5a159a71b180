"""`myelin fit` and `myelin predict` against scikit-learn's MLPClassifier and MLPRegressor, on the same rows.

    python3 against_scikit_learn.py MYELIN [--seeds 5]

For each of scikit-learn's bundled tables and each seed a part of the rows is kept back; both learn from the others, with
standardized inputs and one hidden layer of 100 units, and tell the targets of those that were kept back. The mean over the
seeds (accuracy, or R²) must not be below scikit-learn's by more than twice the standard error of the difference and a
hundredth. The last line counts the tables.
"""

import argparse
import pathlib
import subprocess
import sys
import tempfile
import warnings

import numpy as np
import pandas
from sklearn.datasets import load_breast_cancer, load_diabetes, load_iris, load_wine
from sklearn.metrics import accuracy_score, r2_score
from sklearn.model_selection import train_test_split
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

TABLES = {"iris": load_iris, "wine": load_wine, "breast cancer": load_breast_cancer, "diabetes": load_diabetes}


def rows(name):
    """The inputs, the targets (names of classes, or numbers), and whether they are classes."""
    data = TABLES[name](as_frame=True)
    if name == "diabetes":
        return data.data, data.target, False
    return data.data, data.target.map(lambda label: str(data.target_names[label])), True


def peer(is_classes, seed):
    # With its own settings MLPRegressor has not converged after 200 epochs.
    network = MLPClassifier(random_state=seed, max_iter=300) if is_classes else \
        MLPRegressor(random_state=seed, max_iter=2000, early_stopping=True)
    return make_pipeline(StandardScaler(), network)


def myelin_predictions(program, folder, x, y, x_test, seed):
    train, test = folder / "train.csv", folder / "test.csv"
    model, predictions = folder / "model.keras", folder / "predictions.csv"
    x.assign(told=y).to_csv(train, index=False)
    # The columns in another order, and one that is not known.
    x_test[x_test.columns[::-1]].assign(other="?").to_csv(test, index=False)
    subprocess.run(
        [program, "fit", train, "--target", "told", "--model", "mlp:100", "--test-split", "0", "--seed", str(seed),
         "--output", model, "--quiet"], check=True)
    subprocess.run(
        [program, "predict", model, "--input", test, "--output", predictions], check=True, stderr=subprocess.DEVNULL)
    return pandas.read_csv(predictions)["told"]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("myelin")
    parser.add_argument("--seeds", type=int, default=5)
    arguments = parser.parse_args()
    program = str(pathlib.Path(arguments.myelin).resolve())
    warnings.simplefilter("ignore")
    passed = 0
    for name in TABLES:
        x, y, is_classes = rows(name)
        score = accuracy_score if is_classes else r2_score
        ours, theirs = [], []
        for seed in range(arguments.seeds):
            x_train, x_test, y_train, y_test = train_test_split(
                x, y, test_size=0.3, random_state=seed, stratify=y if is_classes else None)
            with tempfile.TemporaryDirectory() as folder:
                found = myelin_predictions(program, pathlib.Path(folder), x_train, y_train, x_test, seed)
            ours.append(score(y_test, found))
            theirs.append(score(y_test, peer(is_classes, seed).fit(x_train, y_train).predict(x_test)))
        difference = np.array(ours) - np.array(theirs)
        noise = 2 * difference.std(ddof=1) / np.sqrt(len(difference)) + 0.01
        is_good = difference.mean() >= -noise
        passed += is_good
        print(f"{name:14} {'accuracy' if is_classes else 'R²':8}  myelin {np.mean(ours):.4f}  "
              f"scikit-learn {np.mean(theirs):.4f}  difference {difference.mean():+.4f} ± {noise - 0.01:.4f}"
              f"{'' if is_good else '  below'}", flush=True)
    print(f"against scikit-learn: {passed}/{len(TABLES)}")
    sys.exit(0 if passed == len(TABLES) else 1)


if __name__ == "__main__":
    main()
