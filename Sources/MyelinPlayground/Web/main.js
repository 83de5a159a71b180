// The page: hears of scenes and frames, and draws them.
import { onSchemeChange } from "/colors.js";
import { Controls, readable } from "/controls.js";
import { Curve } from "/curve.js";
import { DataSets, takeCSV } from "/data.js";
import { Editor } from "/editor.js";
import { offerExports } from "/export.js";
import { Network } from "/network.js";
import { Output, short } from "/output.js";
import { Server } from "/server.js";

const element = (id) => document.getElementById(id);
const notice = element("notice");

let scene = null, frame = null, unread = null, pointedAt = null, told = null, isDue = false;
let controls, dataSets, network, editor;
const output = new Output(), curve = new Curve();

function say(text) {
  notice.hidden = !text;
  notice.firstElementChild.textContent = text ?? "";
}
notice.lastElementChild.addEventListener("click", () => say(null));

const server = new Server({
  scene(news) {
    scene = JSON.parse(news);
    // A frame that has not been drawn yet belongs to the scene before.
    unread = frame = network.frame = null;
    history.replaceState(null, "", `#${scene.link}`);
    controls.show(scene);
    dataSets.show(scene);
    pointedAt = null;
    network.build(scene);
    curve.reset(scene.curve);
    element("negative").textContent = scene.names.negative.replace(/^-(?=\d)/, "−");
    element("positive").textContent = scene.names.positive.replace(/^-(?=\d)/, "−");
    element("negative").title = scene.names.negative;
    element("positive").title = scene.names.positive;
    element("about").textContent =
      `${scene.training.length} points to train on, ${scene.test.length} to test` +
      (scene.names.omittedRows ? ` (${scene.names.omittedRows} rows with empty fields are left out)` : "") +
      `. ${scene.parameterCount} weights and biases. The losses are ${readable(scene.lossName).toLowerCase()}, without the regularization's penalty.`;
  },
  frame(news) {
    unread = news;
    if (!isDue) requestAnimationFrame(draw);
    isDue = true;
  },
  lost(isOver) {
    if (isOver) setTimeout(begin, 1000);
    else say("The connection to Myelin is lost, training is paused. Is “myelin playground” still running? Trying again …");
    told = "lost";
  },
  found() {
    if (told === "lost") say(null);
    told = null;
  },
  message: say,
});

const set = (name, value) => server.set({ [name]: value }).then((isDone) => isDone || (scene && controls.show(scene)));
const random = () => String(1 + Math.floor(Math.random() * 999999));

async function begin() {
  try {
    const { table, features, previews, messages } = await server.open(location.hash);
    controls = new Controls(table, set);
    dataSets = new DataSets(table, previews, set);
    network = new Network(features, { set, say, point, edit: (...place) => editor.open(...place) });
    editor = new Editor(network, server.setWeight);
    element("download").href = `${server.path}/model.keras`;
    if (messages.length) say(`Not everything in the link could be read; the defaults are used for it:\n${messages.join("\n")}`);
  } catch (error) {
    say(error.message);
    setTimeout(begin, 3000);
  }
}

function point(neuron) {
  pointedAt = neuron;
  if (frame && scene) drawOutput();
}

function drawOutput() {
  output.draw(scene, frame, pointedAt && network.picture(pointedAt));
}

function draw() {
  isDue = false;
  // Of frames that come faster than the screen shows them only the last is read.
  if (unread) frame = JSON.parse(unread);
  unread = null;
  if (!scene || !frame) return;
  network.draw(frame);
  editor.update(frame);
  drawOutput();
  curve.add(frame.epoch, frame.trainLoss, frame.testLoss);
  element("epoch").textContent = frame.epoch.toLocaleString("en");
  element("pace").textContent = frame.isPlaying && frame.epochsPerSecond >= 1
    ? `· ${Math.round(frame.epochsPerSecond).toLocaleString("en")} epochs/s` : "";
  element("test-loss").textContent = short(frame.testLoss);
  element("train-loss").textContent = short(frame.trainLoss);
  for (const part of ["test", "train"]) {
    const share = frame[`${part}Accuracy`];
    element(`${part}-accuracy`).textContent = share === undefined ? "" : `${(share * 100).toFixed(1)} % right`;
  }
  const play = element("play");
  play.setAttribute("aria-pressed", frame.isPlaying);
  play.setAttribute("aria-label", frame.isPlaying ? "Pause" : "Play");
  if ((frame.message ?? null) !== told && told !== "lost") {
    if (frame.message) say(frame.message);
    else if (told) say(null);
    told = frame.message ?? null;
  }
}

const toggle = () => server.act(frame?.isPlaying ? "pause" : "play");
element("play").addEventListener("click", toggle);
element("step").addEventListener("click", () => server.act("step"));
element("reset").addEventListener("click", () => server.act("reset"));
element("regenerate").addEventListener("click", () => set("dataSeed", random()));
element("new-weights").addEventListener("click", () => set("seed", random()));
element("add-layer").addEventListener("click", () =>
  set("network", [...scene.settings.network.split(",").filter(Boolean), "2"].join(",")));
element("remove-layer").addEventListener("click", () =>
  set("network", scene.settings.network.split(",").slice(0, -1).join(",")));

// Keys, where no control wants them: the space bar presses buttons, letters choose from menus.
addEventListener("keydown", (event) => {
  const wanting = event.key === " " ? "input, select, button, a, dialog, pre" : "select, dialog";
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest(wanting)) return;
  const action = { " ": toggle, s: () => server.act("step"), r: () => server.act("reset") }[event.key.toLowerCase()];
  if (!action) return;
  event.preventDefault();
  action();
});

addEventListener("hashchange", () => server.follow(location.hash));
let width = innerWidth;
function redraw() {
  if (!scene || !frame) return;
  network.build(scene);
  dataSets.show(scene);
  draw();
}
addEventListener("resize", () => {
  if (width !== innerWidth) redraw();
  width = innerWidth;
});
onSchemeChange(redraw);
takeCSV(server.sendCSV, say);
offerExports(server);
begin();
