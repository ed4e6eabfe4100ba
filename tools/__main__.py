"""Finds the verb and runs it; every expected error is one line, never a traceback."""

import argparse
import importlib
import pkgutil
import sys
from typing import Dict, List, Optional

import tools
from tools.expected import advice


def verbs() -> Dict[str, str]:
    """The verbs and their modules: each module with a `run` is one, `build_places` is `build-places`."""
    names = (module.name for module in pkgutil.iter_modules(tools.__path__) if not module.name.startswith("_"))
    return {name.replace("_", "-"): f"tools.{name}" for name in names if name not in tools.HELPERS}


def main(argv: Optional[List[str]] = None) -> int:
    """Run one verb; returns the exit code."""
    argv = sys.argv[1:] if argv is None else argv
    parser = argparse.ArgumentParser(prog="python -m tools")
    commands = parser.add_subparsers(dest="verb", metavar="verb", required=True)
    known = verbs()
    for verb, module_name in known.items():
        if argv and argv[0] in known and argv[0] != verb:
            continue  # only the verb that is called is imported: rasa takes 20 s
        module = importlib.import_module(module_name)
        summary = (module.__doc__ or "").splitlines()[0]
        module.add_arguments(commands.add_parser(verb, help=summary, description=module.__doc__))
        commands.choices[verb].set_defaults(run=module.run)
    arguments = parser.parse_args(argv)
    try:
        return arguments.run(arguments)
    except Exception as error:
        told = advice(error)
        if told is None:
            raise
        print(told, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
