"""usage: bin/trust media [--quick] [--json] [NAME ...]

Asks the films of this site hard questions, on a MariaDB, a Redis and a folder of its own, through real workers. Each question is asked of a build that is
broken on purpose too (its control): a check that finds nothing there says nothing here.

  kills    60 workers killed at random moments of encodes: every film ready, one set of files each, nothing left over, and no playlist was ever
           served that named what was not there whole (control: films that reach the shelf after the lists that name them)
  damaged  1,000 films with damage: no worker died, nothing hung, a sentence for each (control: a build that takes refusals for crashes)
  lists    files that name other people's files and addresses: nothing of them came out, nobody was called (control: no list of formats)
  listed   every kind of file that was measured once, good, odd and hostile: each ends as it should, with a sentence where it is refused, and the
           next film begins within 5 s (control: a build that judges nothing before something breaks of it)
  bombs    small files that cost much: bounded in time and memory, the next film begins within 5 s (control: a bare ffmpeg)
  line     100 objects over a line to the store on which 30 % of all calls go wrong: byte for byte, and no write in parts left over (control: a
           build that looks at no answer)
  poison   100 good films and 5 that kill whoever touches them: 100 ready, 5 given up after at most 3 tries (control: tried for ever)
  tokens   20 x 20 films: the link of one opens no other, and none after its time (control: a server that looks at the time only)
  sending  100 uploads cut three times at random bytes, 50 that two send at once: each is as one sent it, and one only was told so (control: no lease)
  captions 150 caption files that would break a page: words and times come out, no markup, and two readers agree (control: nothing is escaped)
  cues     the same in Chromium, without a policy in the way: words, no element, no script (control: nothing is escaped)
  wire     more bytes than were promised, headers in the metadata, a method that stands for another, another type, twice the length: over a
           bare socket, nothing beyond a length, and the same checks either way (control: a build that believes what it is told)
  abandoned 200 uploads that nobody goes on with, in an object store: gone after their time, with every part (control: parts are forgotten)
  names    200 files whose names are meant for a shell, an option or a path, sent and encoded: every program that was started is looked at
           (control: a shell is told)
  polyglots 30 films and pictures that are pages, too: everything that is given out of them is opened in Chromium (control: as it was sent)
  telling  50 pictures and 50 films that say where they were taken, drawings under other names among them: nothing that is published does
           (control: what a source says of itself goes along)
  private  30 private films, every file and page, asked for by everybody through nginx; the link of one for another, and too late (control: an
           nginx that does not ask whether a film is open)
  revoked  50 rights that end in ten ways: within 10 s their links open nothing, through nginx (control: the same)
  paths    400 ways to write a path that leads out of a film's folder, through nginx (control: a server that checks one thing, opens another)
  disk     a disk that is full while 20 films arrive and 20 are made: 507, nothing half, and on they go (control: a full disk is a fault)
  updates  a worker that is asked to end 6 times in the middle of one film: no try is counted, none is lost (control: it ends without a word)

  --quick  a part of all that
  --json   a list of {figure, tries, bad, control_bad}"""

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "bin")]

from _stage import stage

from tests.trust.media import (
    abandoned,
    captions,
    cues,
    disk,
    faulty_line,
    gate,
    hostile,
    kills,
    listed,
    names,
    paths,
    polyglots,
    sending,
    telling,
    tokens,
    updates,
    wire,
)


class Question(NamedTuple):
    """One question: how it is asked, of how many, how many in short, what of the answer is bad, and the control."""

    name: str
    ask: Callable[[Any, int], dict]
    count: int
    quick: int
    bad: Callable[[dict], int]
    control: Callable[[Any, int], dict]


QUESTIONS = [
    Question("kills", kills.run, 60, 4, kills.bad, lambda app, _count: kills.run(app, 2, "lists_first")),
    Question(
        "damaged",
        hostile.damaged,
        1000,
        28,
        hostile.bad,
        lambda app, _count: hostile.damaged(app, 14, "refusals_are_crashes"),
    ),
    Question("lists", hostile.lists, 0, 0, hostile.bad, hostile.lists_believed),
    Question("listed", listed.run, 0, 9, listed.bad, listed.run_broken),
    Question("bombs", hostile.burst, 0, 0, hostile.bad, hostile.bombs_believed),
    Question("line", faulty_line.run, 100, 5, faulty_line.bad, faulty_line.run_broken),
    Question(
        "poison", hostile.poison, 100, 5, hostile.bad, lambda app, _count: hostile.poison(app, 2, "no_end_of_tries")
    ),
    Question("tokens", tokens.run, 20, 4, tokens.bad, tokens.run_broken),
    Question("captions", captions.run, 150, 30, captions.bad, captions.run_broken),
    Question("sending", sending.run, 100, 10, sending.bad, sending.run_broken),
    Question("cues", cues.run, 150, 30, cues.bad, cues.run_broken),
    Question("wire", wire.run, 0, 0, wire.bad, wire.run_broken),
    Question("abandoned", abandoned.run, 200, 14, abandoned.bad, abandoned.run_broken),
    Question("names", names.run, 200, 20, names.bad, names.run_broken),
    Question("polyglots", polyglots.run, 0, 0, polyglots.bad, polyglots.run_broken),
    Question("telling", telling.run, 50, 10, telling.bad, telling.run_broken),
    Question("private", gate.private, 30, 3, gate.bad, lambda app, _count: gate.private(app, 2, gated=False)),
    Question("revoked", gate.revoked, 50, 10, gate.bad, lambda app, _count: gate.revoked(app, 10, gated=False)),
    Question("paths", paths.run, 0, 0, paths.bad, paths.run_broken),
    Question("disk", disk.run, 20, 3, disk.bad, lambda app, _count: disk.run(app, 3, "full_disk_is_a_fault")),
    Question("updates", updates.run, 6, 2, updates.bad, updates.run_broken),
]


def main(arguments: list[str]) -> int:
    """Ask everything, print, and return 1 when something is bad, or a control notices nothing."""
    parser = argparse.ArgumentParser(prog="bin/trust media", usage=__doc__.removeprefix("usage: ").rstrip())
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("names", nargs="*", choices=[[], *(question.name for question in QUESTIONS)])
    asked = parser.parse_args(arguments)
    wanted = [question for question in QUESTIONS if not asked.names or question.name in asked.names]
    told = list(answered(wanted, is_quick=asked.quick, is_quiet=asked.json))
    if asked.json:
        print(json.dumps(told))
    return int(any(each["bad"] or not each["control_bad"] for each in told))


def answered(wanted: list[Question], is_quick: bool, is_quiet: bool) -> Iterator[dict]:
    """Ask one question after the other, each of an empty site and its control of another one."""
    for question in wanted:
        began, count = time.monotonic(), question.quick if is_quick else question.count
        with stage({"ENCODE_PRESET": "ultrafast"}) as app:
            found = question.ask(app, count)
        with stage({"ENCODE_PRESET": "ultrafast"}) as app:
            control = question.control(app, count)
        told = {
            "figure": question.name,
            "tries": found["films"],
            "bad": question.bad(found),
            "control_bad": question.bad(control),
        }
        if not is_quiet:
            show(told, found, control, time.monotonic() - began)
        yield told


def show(told: dict, found: dict, control: dict, seconds: float) -> None:
    """Print one answer for people."""
    verdict = "holds" if not told["bad"] else "DOES NOT HOLD"
    noticed = "control noticed" if told["control_bad"] else "CONTROL NOTICED NOTHING"
    print(f"{told['figure']:9} {told['tries']:>6,} tried  {told['bad']:>3} bad  {verdict}, {noticed} ({seconds:.0f} s)")
    for name, figures in (("", found), ("control: ", control)):
        print(
            f"         {name}{', '.join(f'{key} {value}' for key, value in figures.items() if value != [])}", flush=True
        )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
