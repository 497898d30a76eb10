"""The same documents through processes of this machine and through a Dask cluster.

    python bench/cluster.py [--documents 131] [--kill]

Content digests must be the same; with ``--kill`` a worker of the cluster is killed on the way.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
import tempfile
from pathlib import Path

from incidents import read

from dragoman.store import Archive, Balance, shards
from dragoman.store.cluster import cluster


def main() -> int:
    """Compare; 1 when the contents differ."""
    parser = argparse.ArgumentParser(description="Local processes against a Dask cluster.")
    parser.add_argument("--documents", type=int, default=131)
    parser.add_argument("--kill", action="store_true", help="kill a worker on the way")
    given = parser.parse_args()
    shards.DOCUMENTS = 8
    with tempfile.TemporaryDirectory() as scratch:
        source = Path(scratch) / "news.jsonl"
        told = [json.dumps({"text": m.article.text, "date": str(m.article.date)}) for m in read()]
        source.write_text("\n".join(told[: given.documents]) + "\n", "utf-8")
        with Archive(Path(scratch) / "local", create=True) as local:
            first = local.ingest([source], workers=2)
            with cluster("local", 2) as hands, Archive(Path(scratch) / "dask", create=True) as dask:
                victims = list(hands.client.run(os.getpid).values())

                def progress(_: Balance) -> None:
                    if given.kill and victims:
                        os.kill(victims.pop(), signal.SIGKILL)
                        victims.clear()

                second = dask.ingest([source], workers=hands, progress=progress)
                same = local.digest() == dask.digest() and first == second
    sys.stdout.write(f"{first.line()}\n{second.line()}\nsame content: {same}\n")
    return int(not same)


if __name__ == "__main__":
    sys.exit(main())
