"""The playground and a headless Chromium that looks at it."""

import base64
import contextlib
import re
import subprocess
import time

from selenium import webdriver
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select


class Server:
    """`myelin playground` on any free port."""

    def __init__(self, myelin):
        self.process = subprocess.Popen(
            [myelin, "playground", "--port", "0"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        line = self.process.stdout.readline()
        found = re.search(r"http://127\.0\.0\.1:\d+/", line)
        if not found:
            raise RuntimeError(f"the playground did not start: {line}{self.process.stdout.read()}")
        self.address = found.group()

    def stop(self):
        self.process.terminate()
        self.process.wait(20)


class Page:
    """The page in a browser, driven through its controls."""

    def __init__(self, address, width=1440, height=1000, scheme="light", downloads=None):
        options = Options()
        for argument in ["--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--hide-scrollbars"]:
            options.add_argument(argument)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        self.driver = webdriver.Chrome(options=options, service=Service("/usr/bin/chromedriver"))
        self.address = address
        self.command(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 600)
        self.command("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
        if downloads:
            self.command("Browser.setDownloadBehavior", behavior="allow", downloadPath=downloads)

    def command(self, name, **arguments):
        return self.driver.execute_cdp_cmd(name, arguments)

    def open(self, link=""):
        """Opens a link anew; the same page with another link would only hear of a changed address."""
        self.driver.get("about:blank")
        self.driver.get(self.address + link)
        self.wait(lambda: self.text("test-loss") != "–", "the first picture")
        return self

    def close(self):
        self.driver.quit()

    # What is on the page.

    def find(self, selector):
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def text(self, id):
        return self.find(f"#{id}").text

    def number(self, id):
        return float(self.text(id).replace("−", "-").replace(",", ""))

    @property
    def epoch(self):
        return int(self.number("epoch"))

    @property
    def link(self):
        """The settings in the address bar."""
        text = self.driver.execute_script("return location.hash.slice(1)")
        return dict(part.split("=", 1) for part in text.split("&"))

    @property
    def notice(self):
        notice = self.find("#notice")
        return notice.find_element(By.TAG_NAME, "span").text if notice.is_displayed() else ""

    @property
    def is_playing(self):
        return self.find("#play").get_attribute("aria-pressed") == "true"

    def output_bytes(self):
        """The large picture as it is on the screen."""
        return self.driver.execute_script("return document.getElementById('plane').toDataURL()")

    def complaints(self):
        """Errors in the browser's log; answers to what the tests ask wrongly are none."""
        return [entry["message"] for entry in self.driver.get_log("browser")
                if entry["level"] == "SEVERE" and "status of 4" not in entry["message"]
                and "net::ERR" not in entry["message"]]

    def screenshot(self, path):
        data = self.command("Page.captureScreenshot", format="png", captureBeyondViewport=True)["data"]
        with open(path, "wb") as file:
            file.write(base64.b64decode(data))

    # What a user does.

    def wait(self, condition, what, seconds=60):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            with contextlib.suppress(Exception):
                if condition():
                    return
            time.sleep(0.05)
        raise AssertionError(f"waited {seconds} s in vain for {what}; the notice says '{self.notice}'")

    def click(self, selector):
        element = self.find(selector)
        self.driver.execute_script("arguments[0].scrollIntoView({block: 'center', inline: 'center'})", element)
        element.click()

    def point(self, selector):
        """Moves the mouse there."""
        ActionChains(self.driver).move_to_element(self.find(selector)).perform()

    def choose(self, setting, value):
        """Chooses from a menu, and waits until the address bar shows it."""
        Select(self.find(f"#setting-{setting}")).select_by_value(value)
        self.wait(lambda: self.link[setting] == value, f"{setting}={value} in the address bar")

    def slide(self, setting, keys):
        """Moves a slider by keys."""
        before = self.link[setting]
        self.find(f"#setting-{setting}").send_keys(keys)
        self.wait(lambda: self.link[setting] != before, f"another {setting} in the address bar")

    def press(self, key):
        self.find("body").send_keys(key)

    def steps(self, count):
        for _ in range(count):
            before = self.epoch
            self.click("#step")
            self.wait(lambda: self.epoch == before + 1, "one more epoch")


__all__ = ["Server", "Page", "Keys", "Select", "By"]
