"""``sim-capture MODULE:MODEL MODULE:BATCHES --site NAME --out FOLDER``: runs batches through a model and writes what it has at the sites."""

import argparse
import importlib
import os
import sys
from collections.abc import Callable, Iterable
from typing import Any

from .errors import CaptureError


def named(place: str) -> Callable[[], Any]:
    """A function by MODULE:NAME."""
    module, _, name = place.partition(":")
    if not module or not name:
        raise CaptureError(f"'{place}' names no function; expected MODULE:NAME, such as my_model:load")
    try:
        found: Any = getattr(importlib.import_module(module), name, None)
    except ImportError as error:
        raise CaptureError(f"the module '{module}' cannot be imported: {error}") from error
    if not callable(found):
        raise CaptureError(f"the module '{module}' has no function '{name}'")
    function: Callable[[], Any] = found
    return function


def parser() -> argparse.ArgumentParser:
    """The command line."""
    result = argparse.ArgumentParser(prog="sim-capture", description="Activations of a PyTorch model as shards for 'sim sae train'.")
    result.add_argument("model", help="MODULE:NAME of a function that gives the model")
    result.add_argument("batches", help="MODULE:NAME of a function that gives the batches: tensors, tuples (arguments) or dictionaries (named arguments, attention_mask marks tokens that count)")
    result.add_argument("--site", action="append", required=True, help="name of a module, * for many, NAME:input for what it is given; may be repeated")
    result.add_argument("--out", required=True, help="folder; each site gets one below it")
    result.add_argument("--dtype", default="float32", help="float32 or float16")
    result.add_argument("--shard-rows", type=int, default=65536, help="rows of a file (65536)")
    result.add_argument("--layout", default="channels-last", help="channels-last (default) or channels-first")
    result.add_argument("--skip-tokens", type=int, default=0, help="tokens at each sequence's begin that are left out")
    result.add_argument("--limit", type=int, help="rows for each site")
    result.add_argument("--threads", type=int, default=0, help="threads of PyTorch; 0 for its own choice")
    return result


def run(options: argparse.Namespace) -> int:
    """Captures; the number of rows goes to standard error."""
    import torch

    from .recorder import capture

    if options.threads:
        torch.set_num_threads(options.threads)
    model = named(options.model)()
    if not isinstance(model, torch.nn.Module):
        raise CaptureError(f"{options.model} gave {type(model).__name__}; expected a torch.nn.Module")
    model.eval()
    batches: Iterable[Any] = named(options.batches)()
    with torch.no_grad(), capture(
        model, options.site, options.out, dtype=options.dtype, shard_rows=options.shard_rows, layout=options.layout,
        skip_tokens=options.skip_tokens, limit=options.limit, model_name=options.model,
    ) as recorder:
        for batch in batches:
            recorder.mask = batch.get("attention_mask") if isinstance(batch, dict) else None
            if isinstance(batch, dict):
                model(**batch)
            elif isinstance(batch, (tuple, list)):
                model(*batch)
            else:
                model(batch)
            if sys.stderr.isatty():
                print("\r" + ", ".join(f"{site}: {rows}" for site, rows in recorder.rows.items()), end="", file=sys.stderr)
            if recorder.done:
                break
    for site, rows in recorder.rows.items():
        print(f"{site}: {rows} rows", file=sys.stderr)
    return 0 if all(recorder.rows.values()) else 1


def main() -> None:
    """Entry point."""
    sys.path.insert(0, os.getcwd())
    try:
        sys.exit(run(parser().parse_args()))
    except CaptureError as error:
        print(f"sim-capture: {error}", file=sys.stderr)
        sys.exit(2)


if __name__ == "__main__":
    main()
