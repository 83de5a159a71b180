// The data sets to choose from, each with a small picture, and one's own table.
import { crisp, colorOf, css } from "/colors.js";

export class DataSets {
  #buttons = [];

  /**
   * @param previews points of each data set by its name.
   * @param change called with a setting's name and its new value.
   */
  constructor(table, previews, change) {
    this.previews = previews;
    this.group = document.getElementById("data-sets");
    this.group.replaceChildren();
    for (const row of table.filter(({ name }) => name === "data" || name === "regressionData")) {
      for (const choice of row.choices) {
        const button = document.createElement("button");
        button.type = "button";
        button.setAttribute("role", "radio");
        button.dataset.value = choice.value;
        const canvas = document.createElement("canvas");
        canvas.setAttribute("aria-hidden", "true");
        button.append(canvas, choice.label);
        button.addEventListener("click", () => this.#choose(row.name, choice.value, change));
        this.group.append(button);
        this.#buttons.push({ button, canvas, row, choice });
      }
    }
    this.group.addEventListener("keydown", (event) => this.#move(event));
  }

  #choose(setting, value, change) {
    if (value === "csv" && !this.hasTable) document.getElementById("csv-file").click();
    else change(setting, value);
  }

  /** Arrow keys go through the group, as among radio buttons. */
  #move(event) {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const shown = this.#buttons.filter(({ button }) => !button.hidden);
    const place = shown.findIndex(({ button }) => button === document.activeElement);
    shown[(place + step + shown.length) % shown.length].button.focus();
  }

  show(scene) {
    this.hasTable = scene.columns.length > 0;
    for (const { button, canvas, row, choice } of this.#buttons) {
      button.hidden = row.problem !== scene.settings.problem;
      const isChosen = scene.settings[row.name] === choice.value;
      button.setAttribute("aria-checked", isChosen);
      button.tabIndex = isChosen ? 0 : -1;
      if (!button.hidden) this.#draw(canvas, this.previews[choice.value]);
    }
  }

  #draw(canvas, points) {
    const { context, width, height } = crisp(canvas);
    context.fillStyle = css("middle");
    context.fillRect(0, 0, width, height);
    if (!points) {
      context.fillStyle = css("muted");
      context.font = "600 13px ui-monospace, monospace";
      context.textAlign = "center";
      context.fillText("a,b,c", width / 2, height / 2 - 3);
      context.fillText("1,2,3", width / 2, height / 2 + 13);
      return;
    }
    for (const [x, y, label] of points) {
      context.fillStyle = colorOf(label);
      context.beginPath();
      context.arc((x / 12 + 0.5) * width, (0.5 - y / 12) * height, 1.6, 0, 7);
      context.fill();
    }
  }
}

/** Takes a CSV file by a button, or dropped onto it. */
export function takeCSV(send, complain) {
  const input = document.getElementById("csv-file");
  const place = document.querySelector("section.data");
  document.getElementById("csv-choose").addEventListener("click", () => input.click());
  const take = async (file) => {
    if (!file) return;
    if (file.size > 2_000_000) complain(`${file.name}: larger than 2 MB`);
    else await send(await file.text());
  };
  input.addEventListener("change", async () => {
    await take(input.files[0]);
    input.value = "";
  });
  for (const kind of ["dragover", "dragleave", "drop"]) {
    place.addEventListener(kind, (event) => {
      event.preventDefault();
      place.classList.toggle("over", kind === "dragover");
      if (kind === "drop") take(event.dataTransfer.files[0]);
    });
  }
}
