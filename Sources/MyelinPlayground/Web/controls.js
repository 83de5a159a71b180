// The controls, drawn by the table of settings that Myelin sends.

const names = {
  BinaryCrossentropy: "Binary cross-entropy", BinaryFocalCrossentropy: "Binary focal cross-entropy",
  MeanSquaredError: "Mean squared error", MeanAbsoluteError: "Mean absolute error", LogCosh: "Log-cosh",
  SquaredHinge: "Squared hinge", QuantileLoss: "Quantile", EpsilonInsensitive: "Epsilon-insensitive",
  MeanAbsolutePercentageError: "Mean absolute percentage error",
  MeanSquaredLogarithmicError: "Mean squared logarithmic error",
  AdamW: "AdamW", ScheduleFreeAdamW: "Schedule-free AdamW", Ftrl: "FTRL",
  relu: "ReLU", tanh: "Tanh", sigmoid: "Sigmoid", linear: "Linear", relu6: "ReLU6", elu: "ELU", celu: "CELU",
  selu: "SELU", silu: "SiLU", gelu: "GELU", leaky_relu: "Leaky ReLU", hard_silu: "Hard SiLU",
};

/** A class name of Keras as people write it. */
export function readable(name) {
  if (names[name]) return names[name];
  const text = name.includes("_") || /^[a-z]/.test(name) ? name.replaceAll("_", " ") : name.replace(/([a-z])([A-Z])/g, "$1 $2");
  return text[0].toUpperCase() + text.slice(1);
}

export class Controls {
  #controls = new Map();

  /** @param change called with a setting's name and its new value. */
  constructor(table, change) {
    this.table = table;
    for (const row of table) {
      const field = document.querySelector(`[data-setting=${row.name}]`);
      if (!field) continue;
      field.replaceChildren();
      field.title = row.help;
      this.#controls.set(row.name, { row, field, ...build(row, field, (value) => change(row.name, value)) });
    }
  }

  /** Shows the settings of a scene. */
  show(scene) {
    for (const { row, field, show } of this.#controls.values()) {
      field.hidden = Boolean(row.problem) && row.problem !== scene.settings.problem;
      if (row.kind === "text") showColumns(row, field, scene);
      show(scene.settings[row.name]);
    }
    const usesCSV = scene.settings[scene.settings.problem === "regression" ? "regressionData" : "data"] === "csv";
    document.getElementById("csv-columns").hidden = !usesCSV || !scene.columns.length;
    // A rate means nothing without a regularization.
    const rate = this.#controls.get("regularizationRate");
    rate.control.disabled = scene.settings.regularization === "none";
    this.#controls.get("noise").control.disabled = usesCSV;
  }
}

function build(row, field, change) {
  if (row.kind === "flag") return flag(row, field, change);
  if (row.kind === "number" && !row.choices.length) return slider(row, field, change);
  return menu(row, field, change);
}

function label(row, control, field) {
  const element = document.createElement("label");
  element.textContent = row.label;
  control.id = `setting-${row.name}`;
  element.htmlFor = control.id;
  field.append(element, control);
  return element;
}

function menu(row, field, change) {
  const select = document.createElement("select");
  label(row, select, field);
  fill(select, row.choices.map(({ value, label }) => [value, label === value && row.kind === "choice" ? readable(label) : label]));
  select.addEventListener("change", () => change(select.value));
  return {
    control: select,
    show(value) {
      // A link may hold a number that the menu does not.
      if (row.kind === "number" && ![...select.options].some((option) => option.value === value)) {
        select.add(new Option(value, value));
      }
      select.value = value;
    },
  };
}

function fill(select, choices) {
  const wanted = JSON.stringify(choices);
  if (select.dataset.choices === wanted) return;
  select.dataset.choices = wanted;
  select.replaceChildren(...choices.map(([value, text]) => new Option(text, value)));
}

function slider(row, field, change) {
  const range = document.createElement("input");
  Object.assign(range, { type: "range", min: row.minimum, max: row.maximum, step: row.step });
  const shown = document.createElement("output");
  label(row, range, field).append(shown);
  range.addEventListener("input", () => (shown.textContent = range.value));
  range.addEventListener("change", () => change(range.value));
  return {
    control: range,
    show(value) {
      range.value = value;
      shown.textContent = value;
    },
  };
}

function flag(row, field, change) {
  const box = document.createElement("input");
  box.type = "checkbox";
  const element = label(row, box, field);
  element.className = "check";
  element.prepend(box);
  box.addEventListener("change", () => change(String(box.checked)));
  return { control: box, show: (value) => (box.checked = value === "true") };
}

/** Menus of the columns of one's own table. */
function showColumns(row, field, scene) {
  const select = field.querySelector("select");
  let choices = scene.columns.filter((column) => row.name === "csvLabel" || column.isNumeric).map(({ name }) => name);
  if (row.name === "csvClass") {
    choices = scene.columns.find(({ name }) => name === scene.settings.csvLabel)?.values ?? [];
    field.hidden = scene.settings.problem !== "classification";
  }
  fill(select, choices.map((name) => [name, name]));
}
