"""Make the picture in the README: build the worked example, serve it, take a picture of its pair page with headless Chromium.

python -m tools.screenshot docs/pair-page.png
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

PORT = 8479
PAGE = f"http://127.0.0.1:{PORT}/dyads/AZE-RUS"
FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--no-first-run", "--disable-background-networking")


def main(target: Path) -> int:
    """Write the picture."""
    browser = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not browser:
        print("no Chromium found: install it to take the picture", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        subprocess.run([sys.executable, "-m", "detente", "demo", "--no-serve", "--data", str(data)], check=True, capture_output=True)
        with subprocess.Popen([sys.executable, "-m", "detente", "serve", "--port", str(PORT), "--data", str(data)]) as server:
            try:
                _wait(PAGE)
                profile = f"--user-data-dir={folder}/profile"
                size = ("--window-size=960,1330", "--virtual-time-budget=8000")
                subprocess.run([browser, *FLAGS, profile, *size, f"--screenshot={target.resolve()}", PAGE], check=True, capture_output=True)
            finally:
                server.terminate()
    return 0


def _wait(url: str, seconds: float = 20.0) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(url):
                return
        except OSError:
            time.sleep(0.2)
    raise SystemExit(f"{url} does not answer")


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1] if len(sys.argv) > 1 else "docs/pair-page.png")))
