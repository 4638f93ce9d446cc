"""The shape of the tree: folders, sizes, what views may touch, what templates may hold."""

import ast
import re
import subprocess
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
TOP_LEVEL = {
    "manage.py", "pyproject.toml", "README.md", "Makefile", ".ci", ".gitignore",
    "site", "courses", "assessments", "handbook", "locale", "tests",
}  # fmt: skip
OURS = ["site", "courses", "assessments", "handbook", "tests"]
LONGEST_FILE, LONGEST_FUNCTION = 400, 50


def tracked(*suffixes: str) -> list[Path]:
    """Files that git knows or would know, by ending."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True
    )
    names = listed.stdout.splitlines() if listed.returncode == 0 else [str(p.relative_to(ROOT)) for p in every_file()]
    return [ROOT / name for name in names if name.endswith(suffixes) and (ROOT / name).is_file()]


def every_file() -> list[Path]:
    """Without git (an unpacked archive): what lies in our folders."""
    return [p for folder in [*OURS, "locale", ".ci"] for p in (ROOT / folder).rglob("*") if p.is_file()]


def python_files() -> list[Path]:
    return [p for p in tracked(".py") if "migrations" not in p.parts]


def test_neither_site_nor_locale_is_a_package():
    assert not (ROOT / "site" / "__init__.py").exists()
    assert not (ROOT / "locale" / "__init__.py").exists()


def test_the_top_level_is_as_designed():
    assert {p.relative_to(ROOT).parts[0] for p in tracked("")} <= TOP_LEVEL


@pytest.mark.parametrize("path", python_files(), ids=lambda p: str(p.relative_to(ROOT)))
def test_files_and_functions_stay_small(path):
    source = path.read_text(encoding="utf-8")
    assert len(source.splitlines()) <= LONGEST_FILE
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert node.end_lineno - node.lineno + 1 <= LONGEST_FUNCTION, node.name


def test_every_module_of_ours_says_what_lives_there():
    silent = [
        str(p.relative_to(ROOT))
        for p in python_files()
        if p.name != "__init__.py" and "tests" not in p.parts and not ast.get_docstring(ast.parse(p.read_text("utf-8")))
    ]
    assert silent == []


def views() -> list[Path]:
    return [p for p in python_files() if "tests" not in p.parts and (p.stem.endswith("views") or "views" in p.parts)]


@pytest.mark.parametrize("path", views(), ids=lambda p: str(p.relative_to(ROOT)))
def test_views_reach_data_through_a_scope_and_never_through_a_manager(path):
    assert not re.findall(r"\b[A-Z]\w+\.(?:objects|_default_manager|_base_manager)\b", path.read_text("utf-8"))


def templates() -> list[Path]:
    return tracked(".html")


@pytest.mark.parametrize("path", templates(), ids=lambda p: str(p.relative_to(ROOT)))
def test_templates_hold_no_inline_style_or_script(path):
    source = path.read_text(encoding="utf-8")
    if "pdf" in path.stem or "pdf" in path.parts:
        pytest.skip("laid out for paper, never sent to a browser")
    assert not re.findall(r"\sstyle\s*=", source)
    assert not re.findall(r"<style\b", source)
    assert not re.findall(r"<script(?![^>]*\bsrc=)[^>]*>", source)
    assert not re.findall(r"\son[a-z]+\s*=\s*[\"']", source)


@pytest.mark.parametrize("path", templates(), ids=lambda p: str(p.relative_to(ROOT)))
def test_translated_sentences_are_trimmed(path):
    assert not re.findall(r"{%\s*blocktranslate(?![^%]*\btrimmed\b)[^%]*%}", path.read_text("utf-8"))


def test_lock_files_have_hashes_and_name_no_index():
    for lock in (ROOT / ".ci").glob("*.lock"):
        text = lock.read_text("utf-8")
        assert "://" not in text, lock.name
        for entry in re.split(r"\n(?=[a-z0-9])", text.strip()):
            assert "--hash=sha256:" in entry, entry.splitlines()[0]


def test_every_dependency_says_what_it_is_for():
    inside = False
    for line in (ROOT / "pyproject.toml").read_text("utf-8").splitlines():
        if re.match(r"(dependencies|dev) = \[", line):
            inside = True
        elif line.strip() == "]":
            inside = False
        elif inside:
            assert re.search(r'",\s+# \S+', line), line
