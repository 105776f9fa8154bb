"""Activations of a PyTorch model at named sites, written as shards that ``sim sae train`` reads.

    from sim_capture import capture

    with capture(model, ["blocks.3.mlp", "blocks.5:input"], "activations", shard_rows=65536) as recorder:
        for batch in batches:
            model(batch)

Each site gets a folder of its own below the target, with ``00000.safetensors`` and so on; each file has a tensor ``activations`` (tokens × width) and a tensor
``sequence`` (for each token the number of its sequence, rising). The same model and batches give the same bytes.
"""

from .errors import CaptureError
from .recorder import Recorder, capture
from .shards import ShardWriter

__all__ = ["CaptureError", "Recorder", "ShardWriter", "capture"]
