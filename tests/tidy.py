#!/usr/bin/env python3
"""Reads the sources as text and refuses what the compiler lets pass. Prints file, line and what is wrong.

usage: tests/tidy.py [ROOT]
"""

import pathlib
import re
import sys

LINES_MAX = 400

CODE = {".cpp", ".hpp"}
SCRIPTS = {".py", ".mjs", ".js", ".ts", ".vue"}
TEXTS = CODE | SCRIPTS | {".md", ".yaml", ".yml", ".sql", ".txt", ".cmake", ".sh", ".json", ""}
NOT_OURS = {"build", "node_modules", "dist", "data", "__pycache__", ".git", ".cache"}
GENERATED = {"package-lock.json", "schema.d.ts"}

# Where an exception may be caught, by file or folder: where a fault becomes an answer, and at the edge of a library
# that throws where we answer with a value.
FENCES = [
    "storage/accounts.cpp",
    "storage/committer.cpp",
    "storage/definitions/yaml_file.cpp",
    "storage/documents.cpp",
    "storage/engine.cpp",
    "storage/sealer.cpp",
    "storage/sealing_by_queue.cpp",
    "storage/sealing_with_batch.cpp",
    "storage/store.cpp",
    "storage/writer.cpp",
    "api/endpoints/documents.cpp",
    "api/endpoints/endpoint.cpp",
    "api/endpoints/submitting.cpp",
    "api/http/",
    "api/live_changes.cpp",
    "api/main.cpp",
    "api/programs/",
    "api/schema.cpp",
    "api/timer.cpp",
    "tests/",
]

# What the files of a room may include of the other rooms, and which libraries are named in no other.
ROOMS = {
    "workflow": {"workflow"},
    "storage": {"workflow", "storage"},
    "api": {"workflow", "storage", "api"},
    "tests": {"workflow", "storage", "api", "tests"},
}
LIBRARIES = {
    "boost/beast": ("api/http/", "tests/bench/empty_server.cpp"),
    "boost/asio": ("api/", "tests/"),
    "soci/": ("storage/", "tests/"),
    "sqlite3.h": ("storage/", "tests/"),
    "libpq-fe.h": ("storage/", "tests/"),
}

PROBLEM_TYPES = "tests/storage/definitions/messages_test.cpp"

SQL = re.compile(r"\b(SELECT\s.+\sFROM|INSERT\s+INTO|UPDATE\s+\w+\s+SET|DELETE\s+FROM|CREATE\s+TABLE)\b", re.IGNORECASE)
# The tests of the endpoints look into the tables to see that nothing was written, or take them away.
SQL_ROOMS = ("storage/", "tests/storage/", "tests/bypass/", "tests/bench/", "tests/api/")
SLEEPS = re.compile(r"\b(sleep_for|sleep_until|usleep|nanosleep|sleep)\s*\(")
CLOCKS = re.compile(r"\b(system_clock|steady_clock|utc_clock)::now\b|\bstd::time\s*\(|\bgettimeofday\b")
CATCHES = re.compile(r"\bcatch\s*\(")
UNFINISHED = re.compile(r"\b(" + "|".join(["TO" + "DO", "FIX" + "ME", "X" + "XX", "NO" + "LINT"]) + r")\b")
INCLUDE = re.compile(r'^\s*#\s*include\s*(?:"([^"]+)"|<([^>]+)>)')
STRING = re.compile(r'R"(\w*)\((?:.|\n)*?\)\1"|"(?:[^"\\\n]|\\.)*"')
COMMENT = re.compile(r'//[^\n]*|/\*(?:.|\n)*?\*/')
KEY = re.compile(r"^(\s*)('[^']*'|\"[^\"]*\"|[^\s'\"#][^:]*):(?:\s+(.*))?$")


class Source:
    """A file of the tree, as text."""

    def __init__(self, root, path):
        self.path = path.relative_to(root).as_posix()
        self.suffix = path.suffix
        self.name = path.name
        self.text = path.read_text(encoding="utf-8")

    def fault(self, position, what):
        return f"{self.path}:{self.text.count(chr(10), 0, position) + 1}: {what}"


def sources_in(root):
    found = []
    for path in sorted(root.rglob("*")):
        parts = path.relative_to(root).parts
        if NOT_OURS & set(parts[:-1]) or path.name in GENERATED or not path.is_file():
            continue
        if path.suffix in TEXTS and not path.name.startswith("."):
            try:
                found.append(Source(root, path))
            except UnicodeDecodeError:
                continue
    return found


def blanked(text, pattern):
    """The text with what the pattern finds as spaces, so that places stay what they were."""
    return pattern.sub(lambda found: re.sub(r"[^\n]", " ", found.group(0)), text)


def statements(source):
    """The code alone: no comments, no texts."""
    return blanked(blanked(source.text, STRING), COMMENT)


def sql_outside_storage(source):
    if source.suffix not in CODE or source.path.startswith(SQL_ROOMS):
        return
    for text in STRING.finditer(blanked(source.text, COMMENT)):
        if SQL.search(text.group(0)):
            yield source.fault(text.start(), "SQL outside storage/")


def catch_outside_fences(source):
    if source.suffix not in CODE or any(source.path.startswith(fence) for fence in FENCES):
        return
    for found in CATCHES.finditer(statements(source)):
        yield source.fault(found.start(), "catches outside the fences (tests/tidy.py lists them)")


def wrong_includes(source):
    room = source.path.split("/")[0]
    if source.suffix not in CODE or room not in ROOMS:
        return
    for number, line in enumerate(source.text.splitlines(), 1):
        found = INCLUDE.match(line)
        if not found:
            continue
        ours, library = found.groups()
        if ours and ours.split("/")[0] not in ROOMS[room]:
            yield f"{source.path}:{number}: {room}/ may not include {ours}"
        for prefix, rooms in LIBRARIES.items():
            if library and library.startswith(prefix) and not source.path.startswith(rooms):
                yield f"{source.path}:{number}: <{library}> is not for this room"


def sleeps(source):
    if source.suffix not in CODE | SCRIPTS or source.path == "tests/tidy.py":
        return
    for found in SLEEPS.finditer(statements(source) if source.suffix in CODE else source.text):
        yield source.fault(found.start(), "sleeps; wait for what is to happen instead")


def clock_in_workflow(source):
    if source.suffix not in CODE or not source.path.startswith("workflow/"):
        return
    for found in CLOCKS.finditer(statements(source)):
        yield source.fault(found.start(), "a clock in workflow/; time comes in as a value")


def unfinished(source):
    for found in UNFINISHED.finditer(source.text):
        yield source.fault(found.start(), found.group(0))


def too_long(source):
    lines = sum(1 for line in source.text.splitlines() if line.strip())
    if source.suffix in CODE | SCRIPTS and lines > LINES_MAX:
        yield f"{source.path}:{lines}: more than {LINES_MAX} lines that are not blank"


def keys_of(source):
    """Every key of a catalogue: its place and its path, `terms.stage.drafting`. One-line mappings count as levels."""
    path = []
    for number, line in enumerate(source.text.splitlines(), 1):
        found = KEY.match(line)
        if not found or line.lstrip().startswith("#"):
            continue
        depth = len(found.group(1))
        path = [each for each in path if each[0] < depth]
        path.append((depth, found.group(2).strip("'\"")))
        names = [name for _, name in path]
        rest = found.group(3) or ""
        yield number, ".".join(names), not rest
        if rest.startswith("{"):
            for inner in re.finditer(r"[{,]\s*(\w+):", rest):
                yield number, ".".join(names + [inner.group(1)]), False


def doubled_keys(catalogue):
    seen = set()
    for number, key, _ in keys_of(catalogue):
        if key in seen:
            yield f"{catalogue.path}:{number}: {key} stands twice"
        seen.add(key)


def words_used(sources):
    """Every word of the sources and of the definitions that could name a text. Of the tests only the one that lists the
    problem types, all of which the contract may answer."""
    words = set()
    for source in sources:
        skipped = source.path.startswith(("schemas/messages/", "tests/")) and source.path != PROBLEM_TYPES
        if skipped or source.suffix not in CODE | SCRIPTS | {".yaml"}:
            continue
        words.update(re.findall(r"R-[A-Z]+-\d\d|[A-Za-z_]\w*", source.text))
    return words


def vocabulary(catalogue):
    """The enumeration that a catalogue has the words of: `document_role` is of `DocumentRole`."""
    return "".join(part.capitalize() for part in catalogue.split("_"))


def unused_keys(catalogue, words):
    for number, key, is_section in keys_of(catalogue):
        names = key.split(".")
        if is_section or len(names) < 2 or (names[0] == "problem" and len(names) > 2):
            continue
        if not all({name, name + "_", vocabulary(name)} & words for name in names[1:]):
            yield f"{catalogue.path}:{number}: {key} is used nowhere"


def faults_of(root):
    sources = sources_in(root)
    checks = [sql_outside_storage, catch_outside_fences, wrong_includes, sleeps, clock_in_workflow, unfinished, too_long]
    for source in sources:
        for check in checks:
            yield from check(source)
    tests = cited_tests(sources)
    for source in sources:
        yield from false_citations(root, source, tests)
    words = words_used(sources)
    for source in sources:
        if source.path.startswith("schemas/messages/") and source.suffix == ".yaml":
            yield from doubled_keys(source)
            yield from unused_keys(source, words)


def cited_tests(sources):
    return {f"{suite}.{name}" for source in sources if source.suffix in CODE and source.path.startswith("tests/")
            for suite, name in re.findall(r"\bTEST(?:_[FP])?\(\s*(\w+),\s*(\w+)\)", source.text)}


def false_citations(root, source, tests):
    """What a document cites in backticks: tests as `Suite.its_sentence`, files by their path."""
    if not source.path.startswith("docs/") or source.suffix != ".md":
        return
    for cited in re.finditer(r"`([^`\s]+)`", source.text):
        word = cited.group(1)
        if re.fullmatch(r"[A-Z]\w*\.[a-z0-9]+_\w+", word) and word not in tests:
            yield source.fault(cited.start(), f"there is no test {word}")
        if re.fullmatch(r"(api|storage|workflow|schemas|tests|cmake|docs)/[\w./-]+", word) and not (root / word).exists():
            yield source.fault(cited.start(), f"there is no file {word}")


def main():
    root = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parent.parent).resolve()
    faults = list(faults_of(root))
    for fault in faults:
        print(fault)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
