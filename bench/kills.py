"""Kill an ingest again and again, run it once more, and compare with an undisturbed one.

    python bench/kills.py [--kills 20] [--workers 2]

Each time the process is killed (SIGKILL) at a random moment; the workers it leaves behind must go
by themselves. The archives' contents, ledgers and balances must be the same at the end.
"""

from __future__ import annotations

import argparse
import json
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from incidents import read

from dragoman.store import Archive

# Small shards and segments, so that a kill meets every step of the work.
PROGRAM = """
import sys
from dragoman.store import Archive, ingest, shards
ingest.SEGMENT, shards.DOCUMENTS = 16, 4
if __name__ == "__main__":
    with Archive(sys.argv[1], create=True) as archive:
        print(archive.ingest([sys.argv[2]], workers=int(sys.argv[3])).line())
"""
PATIENCE = 15.0  # seconds until workers have noticed


def start(folder: Path, program: Path, source: Path, workers: int) -> subprocess.Popen[str]:
    """An ingest in a process of its own."""
    command = [sys.executable, str(program), str(folder), str(source), str(workers)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, stderr=subprocess.DEVNULL)


def told(folder: Path) -> tuple[str, list[tuple[object, ...]], list[str]]:
    """Digest, ledger and problems of an archive."""
    with Archive(folder) as archive:
        ledger = archive.con.execute("SELECT key, outcome, article_id FROM documents ORDER BY key")
        return archive.digest(), [tuple(row) for row in ledger], archive.verify()


def orphans() -> int:
    """Workers that are still there though their parent is gone."""
    found = subprocess.run(["pgrep", "-P", "1", "-f", "multiprocessing"], capture_output=True,
                           text=True, check=False)  # fmt: skip
    return len(found.stdout.split())


def main() -> int:
    """Kill and compare; 1 when anything differs."""
    parser = argparse.ArgumentParser(description="Kill an ingest at random moments.")
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--workers", type=int, default=2)
    given = parser.parse_args()
    chance = random.Random(7)
    with tempfile.TemporaryDirectory() as scratch:
        folder, source, program = (Path(scratch) / name for name in ("a", "news.jsonl", "run.py"))
        program.write_text(PROGRAM)
        lines = (json.dumps({"text": m.article.text, "date": str(m.article.date)}) for m in read())
        source.write_text("\n".join(lines) + "\n", "utf-8")
        begun = time.monotonic()
        calm = start(Path(scratch) / "calm", program, source, given.workers).communicate()[0]
        seconds = time.monotonic() - begun
        kills, folders, lasts = 0, [folder], []
        while kills < given.kills or len(lasts) < len(folders):
            process = start(folders[-1], program, source, given.workers)
            try:
                moment = chance.uniform(0.2, 0.95) * seconds if kills < given.kills else None
                lasts.append(process.communicate(timeout=moment)[0])
                if kills < given.kills:
                    folders.append(Path(scratch) / f"archive-{len(folders)}")
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGKILL)
                process.wait()
                kills += 1
        time.sleep(PATIENCE)
        wanted = told(Path(scratch) / "calm")
        same = all(told(one) == wanted for one in folders) and set(lasts) == {calm}
        sys.stdout.write(f"{calm}{kills} kills of {len(folders)} archives; same content, ledger "
                         f"and balance: {same}; workers left behind: {orphans()}\n")  # fmt: skip
        return int(not same or bool(orphans()))


if __name__ == "__main__":
    sys.exit(main())
