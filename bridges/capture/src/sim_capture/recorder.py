"""Hooks on the modules of a model, and what they see as rows."""

import fnmatch
import os
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import torch

from .errors import CaptureError
from .shards import ShardWriter

Keep = Callable[[torch.Tensor], torch.Tensor]


class Recorder:
    """Writes what the hooked modules give. Made by :func:`capture`."""

    def __init__(self, writers: dict[str, ShardWriter], *, layout: str, skip_tokens: int, limit: int | None) -> None:
        self._writers = writers
        self._layout = layout
        self._skip = skip_tokens
        self._limit = limit
        self._next: dict[str, int] = dict.fromkeys(writers, 0)
        self.mask: torch.Tensor | None = None
        """Which tokens of the next batch count (sequences × tokens, true or 1 for those that do); None for all. Set it before each batch whose padding must not be learned."""

    @property
    def rows(self) -> dict[str, int]:
        """Rows so far, by site."""
        return {site: writer.rows for site, writer in self._writers.items()}

    @property
    def done(self) -> bool:
        """Whether every site has as many rows as were asked for."""
        return self._limit is not None and all(writer.rows >= self._limit for writer in self._writers.values())

    def take(self, site: str, value: Any) -> None:
        """Adds what a module was given or gave at a site."""
        writer = self._writers[site]
        if self._limit is not None and writer.rows >= self._limit:
            return
        tensor = first_tensor(value)
        if tensor is None:
            raise CaptureError(f"the site '{site}' gave {type(value).__name__}; expected a tensor, or a tuple or dictionary that begins with one")
        rows = by_token(tensor, self._layout, site)
        sequences, tokens, width = rows.shape
        keep = torch.ones((sequences, tokens), dtype=torch.bool)
        keep[:, : self._skip] = False
        if self.mask is not None:
            if tuple(self.mask.shape) != (sequences, tokens):
                raise CaptureError(f"the mask is {tuple(self.mask.shape)}, the site '{site}' has {sequences} sequences of {tokens} tokens")
            keep &= self.mask.to("cpu").bool()
        numbers = torch.arange(self._next[site], self._next[site] + sequences).unsqueeze(1).expand(sequences, tokens)
        self._next[site] += sequences
        kept = rows[keep].numpy()
        which = numbers[keep].numpy().astype(np.int64)
        if self._limit is not None:
            left = self._limit - writer.rows
            kept, which = kept[:left], which[:left]
        if len(kept):
            writer.add(kept, which)


def first_tensor(value: Any) -> torch.Tensor | None:
    """The tensor that a module's answer is, or begins with."""
    if isinstance(value, torch.Tensor):
        return value
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, (tuple, list)) and value:
        return first_tensor(value[0])
    return None


def by_token(tensor: torch.Tensor, layout: str, site: str) -> torch.Tensor:
    """Sequences × tokens × width, in float32 on the CPU; pixels are tokens."""
    tensor = tensor.detach().to(device="cpu", dtype=torch.float32)
    if layout == "channels-first":
        if tensor.dim() < 3:
            raise CaptureError(f"the site '{site}' gave {tuple(tensor.shape)}; expected batch × channels × positions, or leave out --layout channels-first")
        return tensor.flatten(2).transpose(1, 2)
    if tensor.dim() == 1:
        return tensor.reshape(1, 1, -1)
    if tensor.dim() == 2:
        # A batch of single vectors: each is a sequence of one token.
        return tensor.unsqueeze(1)
    return tensor.flatten(1, -2)


def chosen(model: torch.nn.Module, patterns: Sequence[str]) -> dict[str, tuple[torch.nn.Module, bool]]:
    """Sites by name: the module, and whether its input is meant."""
    modules = {name: module for name, module in model.named_modules() if name}
    found: dict[str, tuple[torch.nn.Module, bool]] = {}
    for pattern in patterns:
        name, _, side = pattern.partition(":")
        if side not in ("", "input", "output"):
            raise CaptureError(f"'{pattern}' is no site; expected NAME, NAME:input or NAME:output")
        names = [n for n in modules if fnmatch.fnmatchcase(n, name)]
        if not names:
            near = sorted(modules, key=lambda n: (-len(os.path.commonprefix([n, name])), n))[:5]
            raise CaptureError(f"the model has no module '{name}'; near are {', '.join(near) or 'none'}")
        for n in names:
            found[n + (":input" if side == "input" else "")] = (modules[n], side == "input")
    if not found:
        raise CaptureError("no site was named; expected at least one name of a module")
    return found


@contextmanager
def capture(
    model: torch.nn.Module,
    sites: Sequence[str],
    out: str | os.PathLike[str],
    *,
    dtype: str = "float32",
    shard_rows: int = 65536,
    layout: str = "channels-last",
    skip_tokens: int = 0,
    limit: int | None = None,
    model_name: str = "",
) -> Iterator[Recorder]:
    """Records the sites of a model while it runs within the block.

    sites: names of modules as ``named_modules`` has them, with ``*`` for many; ``NAME:input`` takes what the module was given. layout: ``channels-last`` (… × width, the
    default) or ``channels-first`` (batch × width × positions). skip_tokens: how many tokens at each sequence's begin are left out. limit: rows for each site. The model runs as
    it is: put it into evaluation mode yourself.
    """
    if layout not in ("channels-last", "channels-first"):
        raise CaptureError(f"'{layout}' is no layout; expected channels-last or channels-first")
    found = chosen(model, sites)
    writers: dict[str, ShardWriter] = {}
    for site in found:
        metadata = {"site": site, "source": "sim-capture 0.1.0"}
        if model_name:
            metadata["model"] = model_name
        writers[site] = ShardWriter(Path(out) / re.sub(r"[^A-Za-z0-9_.-]", "_", site), dtype=dtype, shard_rows=shard_rows, metadata=metadata)
    recorder = Recorder(writers, layout=layout, skip_tokens=skip_tokens, limit=limit)
    handles = []
    for site, (module, of_input) in found.items():
        if of_input:
            handles.append(module.register_forward_pre_hook(lambda _, given, site=site: recorder.take(site, given)))
        else:
            handles.append(module.register_forward_hook(lambda _, __, gave, site=site: recorder.take(site, gave)))
    try:
        yield recorder
    finally:
        for handle in handles:
            handle.remove()
        for writer in writers.values():
            writer.close()
