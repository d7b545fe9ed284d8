"""Plays the scenarios of Scripts/bench, which see, and prints what they took."""

import argparse
import os
import pathlib
import shutil
import statistics
import tempfile

from data import Data
from measure import make_place
from scenarios import Transfers, scenarios
from tools import installed


def play(name, scenario, tools, rounds, root):
    """All figures of a scenario: by step, by tool or limit."""
    figures = {}

    def note(step, who, taken):
        if taken is not None:
            figures.setdefault(step, {}).setdefault(who, []).append(taken)

    base = pathlib.Path(getattr(scenario, "where", None) or root)
    data = Data(base / f"data-{name}")
    for round in range(rounds):
        for tool in (tools[each] for each in scenario.tools):
            player = tool.name.replace(" ", "-")
            place = make_place(base / f"{name}-{player}-{round}", tool.variables)
            for step, taken in scenario.play(tool, place, data):
                note(step, tool.name, taken)
            clear(place.root)
        place = make_place(base / f"{name}-limits-{round}", {})
        for step, limit, taken in scenario.limits(place, data):
            note(step, limit, taken)
        clear(place.root)
    if isinstance(scenario, Transfers):
        clear(data.root)
    return figures


def clear(root):
    """Deletes what is large, and leaves many files for the very end: ext4 creates new ones slowly for minutes
    after it has deleted many."""
    if sum(1 for _ in root.rglob("*")) < 2000:
        shutil.rmtree(root)


def median(taken, what):
    values = [getattr(each, what) for each in taken if getattr(each, what) is not None]
    return statistics.median(values) if values else None


def ratio(theirs, ours):
    return f"{theirs / ours:.1f}" if theirs is not None and ours else ""


def tell(name, scenario, figures):
    """A table. `wall` of Cairn is that without syncing, where both were measured, and `synced` that with."""
    print(f"\n## {name}: {scenario.__doc__}\n")
    print("| step | tool | wall, s | synced, s | CPU, s | memory, MB | × Cairn | × Cairn, synced |")
    print("|---|---|---|---|---|---|---|---|")
    for step, by_tool in figures.items():
        cairn = by_tool["cairn"]
        unsynced = by_tool.get("cairn --no-sync")
        ours = median(unsynced or cairn, "wall")
        ours_synced = median(cairn, "wall") if unsynced else median(cairn, "synced")
        for tool, taken in by_tool.items():
            if tool == "cairn --no-sync":
                continue
            own = tool == "cairn"
            wall = ours if own else median(taken, "wall")
            synced = median(taken, "synced")
            if own and synced is not None:
                synced = ours_synced
            print(
                f"| {step} | {tool} | {wall:.3f} | {'' if synced is None else f'{synced:.3f}'} "
                f"| {median(taken, 'cpu'):.2f} | {median(taken, 'memory') / 1e6:.0f} "
                f"| {'' if own else ratio(wall, ours)} "
                f"| {'' if own or synced is None else ratio(synced, ours_synced)} |")
    print(flush=True)


def main():
    known = scenarios(False, os.environ.get("CAIRN_TEST_XFS"))
    parser = argparse.ArgumentParser(prog="Scripts/bench")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--rounds", type=int)
    parser.add_argument("--tools", help="only these, separated by commas")
    parser.add_argument("scenario", nargs="*", choices=[*known, []])
    arguments = parser.parse_args()
    rounds = arguments.rounds or (1 if arguments.quick else 3)
    chosen = scenarios(arguments.quick, os.environ.get("CAIRN_TEST_XFS"))
    with tempfile.TemporaryDirectory(prefix="cairn-bench-", ignore_cleanup_errors=True) as root:
        try:
            all = [name for name in chosen if not arguments.quick or getattr(chosen[name], "isShort", True)]
            for name in arguments.scenario or all:
                scenario = chosen[name]
                if arguments.tools:
                    scenario.tools = [
                        each for each in scenario.tools if each in [name.strip() for name in arguments.tools.split(",")]]
                tell(name, scenario, play(name, scenario, installed(), rounds, pathlib.Path(root)))
        finally:
            for server in Transfers.running.values():
                server.stop()


main()
