"""The workbench in a real browser: by mouse, by keyboard, without anything from outside.

Needs Playwright and Debian's Chromium. Screenshots are left in build/screenshots.
"""

from __future__ import annotations

import json
import shutil
import threading
import time
from collections.abc import Iterator
from datetime import date as Date
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from dragoman import Coder
from dragoman.store import Archive, work

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Debian's chromium is not installed")

ROOT = Path(__file__).parents[1]
AXE = ROOT / "tests" / "data" / "axe.min.js"
SHOTS = ROOT / "build" / "screenshots"
SWITCHES = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
            "--disable-background-networking", "--disable-component-update",
            "--disable-sync"]  # fmt: skip
LAST = Date(2021, 12, 12)
TELLINGS = (
    "Russia deployed troops near the border with Ukraine on {day}. President Vladimir Putin "
    "accused NATO of threatening Russia. The United States condemned the deployment.",
    "Ukraine accused Russia of shelling a village near Kharkiv on {day}. Germany called on Russia "
    "to withdraw its troops. France will send aid to Ukraine.",
    "Russian forces shelled Kharkiv on {day}, killing three civilians. Ukraine's president, "
    "Volodymyr Zelensky, said that Kyiv would never surrender. Russia denied the attack.",
)
PAGES = ("/", "/events", "/dyads", "/dyads/RUS/UKR", "/actors", "/actors/RUS", "/map", "/network",
         "/quotes", "/review?who=ann", "/runs",
         "/sql?sql=SELECT+event,+day,+record+FROM+events")  # fmt: skip


def articles() -> Iterator[dict[str, str]]:
    """Seven weeks of news, most of it in the last one."""
    for week in range(7):
        for number in range(6 if week == 0 else 1):
            day = LAST - timedelta(7 * week + number % 5)
            text = TELLINGS[number % 3].format(day=f"{day:%A}")
            yield {"text": f"{text} It was report {week}-{number}.", "date": day.isoformat(),
                   "publication": f"Post {number % 4}", "title": f"Report {week} of {number}",
                   "url": f"https://post.example/{week}/{number}"}  # fmt: skip


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory, coder: Coder) -> Iterator[str]:
    """The address of a workbench over a small archive."""
    import uvicorn

    from dragoman.web.app import create_app
    from dragoman.web.settings import ServeSettings

    folder = tmp_path_factory.mktemp("browser")
    source = folder / "news.jsonl"
    source.write_text("".join(json.dumps(row) + "\n" for row in articles()), "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(work, "coder_of", lambda _: coder)
        with Archive(folder / "a", create=True) as archive:
            archive.ingest([source], workers=0)
    app = create_app(ServeSettings(folder / "a", sql=True))
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(10)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with sync_api.sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        yield found
        found.close()


class Watched:
    """A page with what went wrong on it: words on the console, requests to elsewhere."""

    def __init__(self, browser: Any, place: str, **settings: Any) -> None:
        self.context = browser.new_context(base_url=place, **settings)
        self.page = self.context.new_page()
        self.page.set_default_timeout(8_000)
        self.wrong: list[str] = []
        self.page.on("console", lambda m: m.type in {"error", "warning"} and self.tell(m.text))
        self.page.on("pageerror", lambda error: self.tell(str(error)))
        self.page.on("request", lambda r: r.url.startswith(place) or self.tell(r.url))

    def tell(self, what: str) -> None:
        self.wrong.append(what)


@pytest.fixture
def watched(browser: Any, place: str) -> Iterator[Watched]:
    found = Watched(browser, place, viewport={"width": 1440, "height": 1000})
    yield found
    found.context.close()
    assert found.wrong == []


def shoot(page: Any, name: str) -> None:
    SHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SHOTS / f"{name}.png", full_page=True)


def test_from_overview_to_correction_to_export_by_mouse(watched: Watched) -> None:
    page = watched.page
    page.goto("/")
    page.locator(".alerts a").first.click()
    page.locator("figure.chart a:has(rect.q4)").last.click()
    assert "/events?" in page.url
    page.locator("table.events tr.q4 td.what a").first.click()
    assert page.locator("#words mark.trigger").first.is_visible()
    shoot(page, "event")
    event_id = page.url.rsplit("/", 1)[1]
    page.locator("[data-who]").fill("ann")
    page.locator("[data-correct]").click()
    page.select_option("[name=f-status]", "planned")
    page.get_by_text("Save corrections").click()
    sync_api.expect(page.locator("#notice")).to_have_text("Corrected.")
    assert "status: actual → planned" in page.locator("#reviews").inner_text()
    page.goto("/events?status=planned&reviewed=yes")
    with page.expect_download() as told:
        page.locator(".twins a[download]").click()
    text = Path(told.value.path()).read_text("utf-8")
    assert event_id in text
    assert ",planned," in text


def test_the_same_by_keyboard_alone(watched: Watched) -> None:
    page = watched.page
    page.goto("/events")
    page.keyboard.press("g")
    page.keyboard.press("o")
    page.wait_for_url("**/")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/dyads/" in url or "/actors/" in url)
    page.keyboard.press("g")
    page.keyboard.press("e")
    page.wait_for_url("**/events")
    page.keyboard.press("/")
    page.keyboard.type("shelling village")
    page.keyboard.press("Enter")
    page.wait_for_url("**words=*")
    page.wait_for_load_state("networkidle")
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_selector("#words mark.trigger")
    page.focus("[data-who]")
    page.keyboard.type("ben")
    page.keyboard.press("Escape")
    page.keyboard.press("c")
    assert page.evaluate("document.activeElement.name") == "f-event"
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name") == "f-recipient"
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("POL GOV")
    page.keyboard.press("Enter")
    sync_api.expect(page.locator("#notice")).to_have_text("Corrected.")
    assert "→ POL GOV" in page.locator("#reviews").inner_text()


def test_the_queue_moves_on(watched: Watched) -> None:
    page = watched.page
    page.goto("/review?who=cleo")
    shoot(page, "review")
    seen = []
    for key in "yxs":
        page.wait_for_selector("form.judge")
        seen.append(page.get_attribute("form.judge", "data-event"))
        with page.expect_navigation():
            page.keyboard.press(key)
    page.wait_for_selector("form.judge")
    seen.append(page.get_attribute("form.judge", "data-event"))
    assert len(set(seen)) == 4
    assert "cleo: 2" in page.content()


def test_a_key_that_is_held_judges_once(watched: Watched) -> None:
    page, sent = watched.page, list[str]()
    page.on("request", lambda r: sent.append(r.url) if r.method == "POST" else None)
    page.route("**/reviews", lambda route: (time.sleep(0.3), route.continue_()))
    page.goto("/review?who=dora")
    with page.expect_navigation():
        for _ in range(5):
            page.keyboard.down("y")
        page.evaluate("document.querySelector('[data-key=y]').click()")
    page.keyboard.up("y")
    page.wait_for_load_state("networkidle")
    assert len(sent) == 1
    assert "dora: 1" in page.content()


def test_filters_change_the_list_without_a_new_page(watched: Watched) -> None:
    page = watched.page
    page.goto("/events")
    before = page.locator(".totals").inner_text()
    page.select_option("[name=sort]", "day")
    page.wait_for_url("**sort=day*")
    page.locator("[name=min_confidence]").fill("0.6")
    page.wait_for_url("**min_confidence=0.6*")
    sync_api.expect(page.locator(".totals")).not_to_have_text(before)
    page.go_back()
    page.wait_for_load_state("networkidle")
    assert watched.wrong == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1440])
def test_everybody_can_read_it(browser: Any, place: str, scheme: str, width: int) -> None:
    """axe finds nothing serious, and nothing runs over the edge."""
    found = Watched(browser, place, viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = found.page
    faults = []
    page.goto("/events")
    event = page.get_attribute("table.events td.what a", "href")
    article = page.get_attribute("table.events a[href^='/articles/']", "href")
    for path in (*PAGES, event, article):
        page.goto(path)
        if width == 1440 and path in PAGES:
            name = path.partition("?")[0].strip("/").replace("/", "-") or "overview"
            shoot(page, f"{name}-{scheme}")
        wide = page.evaluate("document.documentElement.scrollWidth")
        faults += [f"{path}: {wide} pixels wide"] if wide > width else []
        page.evaluate(AXE.read_text("utf-8"))
        told = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        faults += [
            f"{path}: {one['id']} {node['html'][:120]} {node['failureSummary'][:200]}"
            for one in told["violations"] if one["impact"] in {"serious", "critical"}
            for node in one["nodes"][:2]
        ]  # fmt: skip
    found.context.close()
    assert faults == []
    assert found.wrong == []
