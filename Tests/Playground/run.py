"""Uses every control of the playground in a real browser.

    python3 run.py MYELIN [--downloads FOLDER] [--screenshots FOLDER] [--only NAME]

Needs PyPI's `selenium`, Chromium and its driver; scripts/against-browser brings them.
"""

import argparse
import json
import pathlib
import sys
import tempfile
import time
import traceback
import urllib.request

from playground import By, Keys, Page, Select, Server

SPIRAL = ("data=spiral&network=8,8,6&features=x1,x2,x1Squared,x2Squared,x1TimesX2,sinX1,sinX2&optimizer=Adam"
          "&learningRate=0.01&trainShare=90&activation=tanh&speed=0&regularization=L2&regularizationRate=0.001")


def training(page, _):
    """Play, pause, step, reset; the counter, the losses and the curve follow."""
    page.open()
    assert page.epoch == 0
    page.click("#play")
    page.wait(lambda: page.is_playing and page.epoch > 20, "20 epochs")
    page.click("#play")
    page.wait(lambda: not page.is_playing, "the pause")
    epoch = page.epoch
    time.sleep(0.5)
    assert page.epoch == epoch
    page.steps(2)
    loss = page.number("train-loss")
    assert loss < 0.7
    page.click("#reset")
    page.wait(lambda: page.epoch == 0, "the reset")
    assert page.number("train-loss") > loss
    assert "% right" in page.text("test-accuracy")
    assert (page.text("negative"), page.text("positive")) == ("0", "1")


def spiral(page, downloads):
    """The spiral is learned to a test loss below 0.05, by choosing everything on the page."""
    page.open()
    page.click("[data-value=spiral]")
    page.wait(lambda: page.link["data"] == "spiral", "the spiral")
    for feature in ["x1Squared", "x2Squared", "x1TimesX2", "sinX1", "sinX2"]:
        page.click(f"[data-key='feature {feature}']")
        page.wait(lambda: feature in page.link["features"], feature)
    for layer, sign, count in [(0, "+", 4), (1, "+", 6)]:
        for _ in range(count):
            before = page.link["network"]
            page.click(f"[data-key='{sign}{layer}']")
            page.wait(lambda: page.link["network"] != before, "one more neuron")
    assert page.link["network"] == "8,8"
    page.choose("optimizer", "Adam")
    page.choose("learningRate", "0.01")
    page.slide("trainShare", Keys.ARROW_RIGHT * 4)
    # Without a penalty the network grows too sure of itself between the arms.
    page.choose("regularization", "L2")
    page.choose("regularizationRate", "0.001")
    page.choose("stopLoss", "0.05")
    page.choose("speed", "0")
    page.click("#play")
    page.wait(lambda: page.number("test-loss") < 0.05, "a test loss below 0.05", seconds=180)
    page.wait(lambda: not page.is_playing and "test loss is below 0.05" in page.notice, "the end", seconds=120)
    # What was learned is taken along, with what it says of some points.
    page.click("#download")
    file = pathlib.Path(downloads) / "playground.keras"
    page.wait(file.exists, "the download")
    weights = page.driver.execute_async_script(LAST_FRAME, "/api/sessions/" + session(page))
    (pathlib.Path(downloads) / "weights.json").write_text(json.dumps(weights))
    return f"epoch {page.epoch}, test loss {page.text('test-loss')}"


LAST_FRAME = """
const [path, done] = arguments;
const source = new EventSource(path + "/events");
source.addEventListener("frame", (event) => {
  source.close();
  const { kernels, biases, output } = JSON.parse(event.data);
  done({ kernels, biases, output });
});
"""


def session(page):
    return page.find("#download").get_attribute("href").split("/")[-2]


def weights(page, _):
    """Weights and biases are shown on pointing at a line, edited by a click, and edited by the keyboard."""
    page.open()
    picture = page.output_bytes()
    page.driver.execute_script("""
        const line = document.querySelector("[data-line='0 0 1']");
        const box = line.getBoundingClientRect();
        line.dispatchEvent(new PointerEvent("pointermove", { clientX: box.x, clientY: box.y, bubbles: true }));""")
    assert "weight" in page.text("tip") and "gradient" in page.text("tip"), page.text("tip")
    page.point("[data-key='neuron 1 0'] .bias")
    page.wait(lambda: "bias 0.000 · gradient" in page.text("tip"), "the bias that is pointed at")
    page.driver.execute_script(
        "document.querySelector(\"[data-line='0 0 1']\").dispatchEvent(new MouseEvent('click', { bubbles: true }))")
    page.wait(lambda: page.find("#editor").is_displayed(), "the editor")
    fields = page.driver.find_elements(By.CSS_SELECTOR, "#editor-fields input")
    assert len(fields) == 3 and page.text("editor-title") == "Neuron 2 of layer 1"
    chosen = page.driver.switch_to.active_element
    assert chosen == fields[1]
    chosen.send_keys("2.5", Keys.ENTER)
    page.wait(lambda: page.output_bytes() != picture, "another output")
    fields[0].click()
    fields[0].send_keys(Keys.CONTROL + "a")
    fields[0].send_keys("-1.25", Keys.TAB)
    # What is no weight gives way to the one there is.
    for nonsense in ["", "1e9"]:
        fields[1].send_keys(Keys.CONTROL + "a")
        fields[1].send_keys(nonsense or Keys.DELETE, Keys.TAB)
        page.wait(lambda: fields[1].get_attribute("value") == "2.5", "the weight as it was")
    page.wait(lambda: "expected a number from -1000000 to 1000000" in page.notice, "the refusal")
    page.press(Keys.ESCAPE)
    page.wait(lambda: not page.find("#editor").is_displayed(), "the end of the editor")
    page.find("[data-key='neuron 0 1']").send_keys(Keys.ENTER)
    page.wait(lambda: page.find("#editor").is_displayed(), "the editor by the keyboard")
    values = [field.get_attribute("value") for field in page.driver.find_elements(By.CSS_SELECTOR, "#editor-fields input")]
    assert values[:2] == ["-1.25", "2.5"], values
    page.press(Keys.ESCAPE)
    # A unit that hears nothing says the same of every point.
    page.open("#activation=relu&network=3")
    page.click("[data-key='neuron 0 0']")
    page.driver.switch_to.active_element.send_keys("-1000", Keys.ENTER)
    page.wait(lambda: "dead" in page.find("[data-key='neuron 0 0']").get_attribute("class"), "a dead unit")
    page.wait(lambda: "A dead unit" in page.text("editor-note"), "the note on it")


def controls(page, _):
    """Every control changes its setting; the page reloaded from its link shows the same."""
    page.open()
    for select in page.driver.find_elements(By.CSS_SELECTOR, "select"):
        setting = select.get_attribute("id").removeprefix("setting-")
        if not select.is_displayed() or setting == "problem":
            continue
        if setting == "regularizationRate":
            page.wait(select.is_enabled, "the rate of the regularization")
        for option in [option.get_attribute("value") for option in Select(select).options][-3:]:
            if page.link[setting] != option:
                page.choose(setting, option)
        assert not page.notice, page.notice
        if setting == "regularization":
            page.choose("regularization", "L2")
    for setting, keys in [("trainShare", Keys.ARROW_RIGHT), ("noise", Keys.ARROW_RIGHT * 2), ("batchSize", Keys.ARROW_UP * 5)]:
        page.slide(setting, keys)
    for setting in ["showTest", "discretize", "batchNormalization"]:
        picture = page.output_bytes()
        page.click(f"#setting-{setting}")
        page.wait(lambda: page.link[setting] == "true", setting)
        page.wait(lambda: page.output_bytes() != picture, f"another picture by {setting}")
    for data in ["xor", "gauss", "spiral", "circle"]:
        page.click(f"[data-value={data}]")
        page.wait(lambda: page.link["data"] == data, data)
    for button, setting in [("regenerate", "dataSeed"), ("new-weights", "seed")]:
        before = page.link[setting]
        page.click(f"#{button}")
        page.wait(lambda: page.link[setting] != before, setting)
    for _ in range(4):
        layers = page.link["network"].count(",")
        page.click("#add-layer")
        page.wait(lambda: page.link["network"].count(",") == layers + 1, "one more layer")
    assert not page.find("#add-layer").is_enabled()
    page.click("#remove-layer")
    page.wait(lambda: page.link["network"].count(",") == 4, "one layer less")
    page.click("[data-key='−0']")
    page.wait(lambda: page.link["network"].startswith("3,"), "one neuron less")
    page.choose("problem", "regression")
    for data in ["multigauss", "plane"]:
        page.click(f"[data-value={data}]")
        page.wait(lambda: page.link["regressionData"] == data, data)
    for option in [option.get_attribute("value") for option in Select(page.find("#setting-regressionLoss")).options]:
        if page.link["regressionLoss"] != option:
            page.choose("regressionLoss", option)
    page.steps(1)
    assert page.text("test-accuracy") == ""
    page.choose("lines", "weights")
    # The link is the whole state: another browser shows the same after as many epochs.
    link, losses = page.link, (page.text("train-loss"), page.text("test-loss"))
    address = page.driver.current_url
    page.open("#" + address.split("#")[1])
    assert page.link == link, (page.link, link)
    page.steps(1)
    assert (page.text("train-loss"), page.text("test-loss")) == losses
    # No feature at all is refused.
    page.open("#features=x1")
    page.click("[data-key='feature x1']")
    page.wait(lambda: "at least one feature" in page.notice, "the refusal")


def links(page, _):
    """A malformed link is told of and replaced by defaults; one typed into the address bar is followed."""
    page.open("#noise=9999&network=4,2,x&data=%2e%2e&learningRate=0.1&hello&%E0%A4%A=1")
    page.wait(lambda: "defaults" in page.notice, "the message")
    for part in ["noise: expected a whole number from 0 to 50", "network: expected", "data: expected one of", "'hello' is no setting"]:
        assert part in page.notice, page.notice
    assert page.link["noise"] == "0" and page.link["learningRate"] == "0.1"
    page.click("#notice button")
    assert not page.notice
    page.driver.execute_script("location.hash = 'data=gauss&network=3'")
    page.wait(lambda: page.link["data"] == "gauss" and page.link["network"] == "3", "the link that was typed")
    page.driver.execute_script("location.hash = 'noise=-5'")
    page.wait(lambda: "noise: expected" in page.notice, "the message about a typed link")


def table(page, downloads):
    """One's own CSV: its columns become axes and label; a bad one is told of."""
    folder = pathlib.Path(tempfile.mkdtemp())
    rows = [f"{i % 10},{i // 10},{i},{'red' if i % 10 < 5 else 'green' if i // 10 < 5 else 'blue'}" for i in range(100)]
    good = folder / "good.csv"
    good.write_text("length,width,price,kind\n" + "\n".join(rows) + "\n")
    bad = folder / "bad.csv"
    bad.write_text("a,b,c\n1,2,3\n1,2,3,4\n1,2,3\n4,5,6\n")
    page.open("#optimizer=Adam&learningRate=0.03")
    page.find("#csv-file").send_keys(str(bad))
    page.wait(lambda: "line 3: has 4 fields, expected 3" in page.notice, "the message about a bad file")
    page.find("#csv-file").send_keys(str(good))
    page.wait(lambda: page.link["data"] == "csv" and page.link.get("csvLabel") == "kind", "the table")
    page.choose("csvClass", "green")
    page.choose("csvX", "width")
    page.choose("csvY", "length")
    assert page.text("positive") == "green" and page.text("negative") == "others"
    page.click("#play")
    page.wait(lambda: page.epoch > 10, "training on it")
    # Texts cannot be foretold as numbers: the choice is refused, and the menu goes back.
    Select(page.find("#setting-problem")).select_by_value("regression")
    page.wait(lambda: "column 'kind' has the text" in page.notice, "the refusal")
    page.wait(lambda: page.find("#setting-problem").get_attribute("value") == "classification", "the menu")


def explosion(page, _):
    """A loss that is no number is shown as such, and training stops."""
    page.open("#problem=regression&activation=linear&network=8,8,8&learningRate=10&speed=0")
    page.click("#play")
    page.wait(lambda: not page.is_playing and "training is paused" in page.notice, "the end")
    assert page.text("test-loss") in ("NaN", "∞"), page.text("test-loss")
    page.click("#reset")
    page.wait(lambda: page.epoch == 0 and page.number("test-loss") < 100, "the reset")


def keyboard(page, _):
    """Keys play, step and reset; all controls can be reached with the tabulator, each with a name."""
    page.open()
    page.press("s")
    page.wait(lambda: page.epoch == 1, "a step")
    page.press(" ")
    page.wait(lambda: page.is_playing and page.epoch > 3, "play")
    page.press(" ")
    page.wait(lambda: not page.is_playing, "pause")
    page.press("r")
    page.wait(lambda: page.epoch == 0, "reset")
    # The button that was clicked has the focus.
    page.click("#step")
    page.wait(lambda: page.epoch == 1, "a step by the button")
    page.driver.switch_to.active_element.send_keys("s")
    page.wait(lambda: page.epoch == 2, "a step by the key")
    page.driver.switch_to.active_element.send_keys("r")
    page.wait(lambda: page.epoch == 0, "reset")
    seen = set()
    for _ in range(90):
        page.driver.switch_to.active_element.send_keys(Keys.TAB)
        focused = page.driver.switch_to.active_element
        seen.add(focused.get_attribute("id") or focused.get_attribute("data-key") or focused.get_attribute("data-value"))
    for wanted in ["play", "step", "reset", "show-code", "download", "setting-optimizer", "setting-noise", "circle",
                   "feature sinX2", "neuron 0 3", "neuron 2 0", "+0", "add-layer", "setting-showTest", "regenerate"]:
        assert wanted in seen, (wanted, seen)
    nameless = page.driver.execute_script("""
        return [...document.querySelectorAll("button, select, input:not([hidden]), a, canvas[role]")].filter((control) =>
          !(control.getAttribute("aria-label") || control.textContent.trim() || control.labels?.length)
        ).map((control) => control.outerHTML.slice(0, 80))""")
    assert not nameless, nameless
    page.find("[data-value=circle]").send_keys(Keys.ARROW_RIGHT)
    page.driver.switch_to.active_element.send_keys(Keys.ENTER)
    page.wait(lambda: page.link["data"] == "xor", "a data set by keys")
    page.click("#show-code")
    page.wait(lambda: "let model = try Sequential" in page.text("code-text"), "the code")
    page.press(Keys.ESCAPE)
    page.wait(lambda: not page.find("#code").is_displayed(), "the end of the code")


def disconnect(page, _):
    """A page that goes away in the middle of training pauses it; the server goes on serving others."""
    page.open("#speed=0&data=xor")
    path = page.address + "api/sessions/" + session(page)
    page.click("#play")
    page.wait(lambda: page.epoch > 5, "training")
    page.driver.get("about:blank")
    # The browser closes the connection when it likes to.
    time.sleep(4)

    def heard():
        with urllib.request.urlopen(path + "/events", timeout=20) as stream:
            for line in stream:
                if line.startswith(b"data:") and b"isPlaying" in line:
                    frame = json.loads(line[5:])
                    return frame["epoch"], frame["isPlaying"]
    first = heard()
    time.sleep(1)
    assert heard() == first and first[1] is False, first
    page.open()
    page.steps(1)


def reopened(page, _):
    """Pages that were left take none of the few connections that a browser makes to a server."""
    for count in range(10):
        page.open(f"#network={count % 8 + 1}")
    page.wait(lambda: page.link["network"] == "2", "the last link")
    page.steps(1)
    page.driver.back()
    page.driver.back()
    page.wait(lambda: page.link["network"] == "1", "the page before")
    page.click("#step")
    page.wait(lambda: page.epoch > 0, "a step of the page before")


def phone(page, _):
    """At a phone's width nothing hangs over, and the controls work."""
    small = Page(page.address, width=360, height=740)
    try:
        small.open("#network=8,8,8,8,8,8")
        wide, inner = small.driver.execute_script("return [document.documentElement.scrollWidth, innerWidth]")
        assert wide <= inner == 360, (wide, inner)
        small.click("#play")
        small.wait(lambda: small.epoch > 3, "training on a phone")
        covered = small.driver.execute_script("""
            const epoch = document.createRange();
            document.getElementById("epoch").textContent = "1,234,567";
            epoch.selectNodeContents(document.getElementById("epoch"));
            const boxes = [epoch, ...document.querySelectorAll(".bar button, .bar .button, .bar select")].map(
              (part) => part.getBoundingClientRect());
            return boxes.filter((one) => boxes.some((other) => one !== other && one.left < other.right &&
              other.left < one.right && one.top < other.bottom && other.top < one.bottom)).length""")
        assert covered == 0, "parts of the bar lie over each other"
        small.click("[data-key='neuron 1 1']")
        small.wait(lambda: small.find("#editor").is_displayed(), "the editor")
        box = small.find("#editor").rect
        assert box["x"] == 0 and box["width"] == 360, box
        tiny = small.driver.execute_script("""
            return [...document.querySelectorAll("select, .data-sets button, .share > *, .transport button")]
              .filter((control) => control.offsetParent && control.offsetHeight < 36).map((control) => control.id)""")
        assert not tiny, tiny
        assert not small.complaints(), small.complaints()
    finally:
        small.close()


def screenshots(address, folder):
    """Pictures of the page, for people to look at."""
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    for name, width, height, scheme in [("light", 1440, 940, "light"), ("dark", 1440, 940, "dark"),
                                        ("tablet", 900, 1200, "light"), ("phone", 390, 844, "light"),
                                        ("phone-dark", 390, 844, "dark")]:
        page = Page(address, width, height, scheme)
        page.open("#" + SPIRAL)
        page.click("#play")
        time.sleep(2)
        page.screenshot(folder / f"{name}-during.png")
        page.wait(lambda: page.number("test-loss") < 0.04, "a small loss", seconds=120)
        page.click("#play")
        page.wait(lambda: not page.is_playing, "the pause")
        page.screenshot(folder / f"{name}.png")
        page.close()


CHECKS = [training, spiral, weights, controls, links, table, explosion, keyboard, disconnect, reopened, phone]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("myelin")
    parser.add_argument("--downloads", default=tempfile.mkdtemp())
    parser.add_argument("--screenshots")
    parser.add_argument("--only")
    options = parser.parse_args()
    server = Server(options.myelin)
    failed = 0
    try:
        page = Page(server.address, downloads=options.downloads)
        for check in CHECKS:
            if options.only and check.__name__ != options.only:
                continue
            begin = time.monotonic()
            try:
                note = check(page, options.downloads)
                complaints = page.complaints()
                assert not complaints, complaints
                print(f"ok    {check.__name__} ({time.monotonic() - begin:.1f} s){': ' + note if note else ''}", flush=True)
            except Exception:
                failed += 1
                print(f"FAIL  {check.__name__}\n{traceback.format_exc()}", flush=True)
                page.complaints()
        page.close()
        if options.screenshots:
            screenshots(server.address, options.screenshots)
    finally:
        server.stop()
    if failed:
        sys.exit(f"playground: {failed} checks fail")


main()
