"""References for `bench -- sae`: EleutherAI/sparsify, saprmarks/dictionary_learning, KempnerInstitute/overcomplete and torch's GEMM, each step timed on demand.

A server on standard input and output, so that the two sides of a comparison take turns in the same seconds:

    peers.py --threads 2 --sparsify CHECKOUT --dictionary-learning CHECKOUT --overcomplete CHECKOUT
    > train sparsify 768 16384 32 2048
    < 1.717 1.664                       (wall and processor seconds of one step)

The three are imported from checkouts that the caller names; what they import and do not need here is replaced by empty modules. Runs with Debian's python3-torch.
"""

import argparse
import importlib
import os
import sys
import time
import types


class Anything(types.ModuleType):
    """A module that is imported and never used."""

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return lambda *a, **k: (a[0] if len(a) == 1 and callable(a[0]) and not k else None)


def absent(*names):
    for name in names:
        try:
            importlib.import_module(name)
        except ImportError:
            parts = name.split(".")
            for i in range(1, len(parts) + 1):
                sys.modules.setdefault(".".join(parts[:i]), Anything(".".join(parts[:i])))


def bare(name, folder):
    """A package without what its __init__ does."""
    package = types.ModuleType(name)
    package.__path__ = [folder]
    sys.modules[name] = package


def einops_for(torch):
    """einsum with names instead of letters, where einops is not installed."""
    try:
        import einops  # noqa: F401

        return
    except ImportError:
        pass
    module = Anything("einops")

    def einsum(*args):
        *tensors, pattern = args
        letters = {}
        short = " ".join(
            "->" if word == "->" else "," if word == "," else letters.setdefault(word, chr(97 + len(letters)))
            for word in pattern.replace(",", " , ").replace("->", " -> ").split()
        ).replace(" ", "")
        return torch.einsum(short, *tensors)

    module.einsum = einsum
    sys.modules["einops"] = module


def data(torch, rows, width):
    generator = torch.Generator().manual_seed(1)
    return torch.randn(rows, width, generator=generator)


def sparsify_step(torch, checkout, d, features, k, rows):
    einops_for(torch)
    absent("huggingface_hub", "natsort", "safetensors", "safetensors.torch", "simple_parsing", "accelerate", "accelerate.utils", "transformers")
    parsing = sys.modules["simple_parsing"]
    if isinstance(parsing, Anything):
        parsing.Serializable = object
        parsing.list_field = lambda *_: None
    for name, attribute in (("transformers", "PreTrainedModel"), ("accelerate.utils", "send_to_device")):
        if isinstance(sys.modules[name], Anything):
            setattr(sys.modules[name], attribute, object)
    torch.cuda.is_bf16_supported = lambda *_: False
    autocast, torch.autocast = torch.autocast, lambda *_, **__: lambda function: function  # for GPUs; this torch refuses to build it without one
    os.environ["SPARSIFY_DISABLE_TRITON"] = "1"
    sys.modules.setdefault("sparsify.xformers", None)
    bare("sparsify", os.path.join(checkout, "sparsify"))
    printed, sys.stdout = sys.stdout, sys.stderr
    coder = importlib.import_module("sparsify.sparse_coder")
    config = importlib.import_module("sparsify.config")
    sys.stdout, torch.autocast = printed, autocast
    settings = config.SparseCoderConfig.__new__(config.SparseCoderConfig)
    settings.__dict__.update(
        activation="topk", expansion_factor=32, normalize_decoder=True, num_latents=features, k=k, multi_topk=False, skip_connection=False, transcode=False
    )
    sae = coder.SparseCoder(d, settings)
    optimizer = torch.optim.Adam(sae.parameters(), lr=1e-4)
    x = data(torch, rows, d)

    def train():
        sae.set_decoder_norm_to_unit_norm()
        out = sae(x)
        out.fvu.backward()
        sae.remove_gradient_parallel_to_decoder_directions()
        optimizer.step()
        optimizer.zero_grad()

    def encode():
        with torch.no_grad():
            sae.encode(x)

    return train, encode


def dictionary_learning_step(torch, checkout, d, features, k, rows):
    einops_for(torch)
    bare("dictionary_learning", os.path.join(checkout, "dictionary_learning"))
    bare("dictionary_learning.trainers", os.path.join(checkout, "dictionary_learning", "trainers"))
    top_k = importlib.import_module("dictionary_learning.trainers.top_k")
    trainer = top_k.TopKTrainer(steps=1_000_000, activation_dim=d, dict_size=features, k=k, layer=0, lm_name="none", warmup_steps=1000, device="cpu")
    x = data(torch, rows, d)
    count = [1]

    def train():
        trainer.update(count[0], x)
        count[0] += 1

    def encode():
        with torch.no_grad():
            trainer.ae.encode(x)

    return train, encode


def overcomplete_step(torch, checkout, d, features, k, rows):
    einops_for(torch)
    bare("overcomplete", os.path.join(checkout, "overcomplete"))
    bare("overcomplete.sae", os.path.join(checkout, "overcomplete", "sae"))
    absent("timm", "torchvision", "scipy", "scipy.optimize", "sklearn", "matplotlib", "tqdm")
    sys.modules["overcomplete.sae"].SAE = importlib.import_module("overcomplete.sae.base").SAE
    mp = importlib.import_module("overcomplete.sae.mp_sae")
    sae = mp.MpSAE(d, features, k=k)
    optimizer = torch.optim.Adam(sae.parameters(), lr=1e-4)
    x = data(torch, rows, d)

    def train():
        sae.train()
        residual, codes = sae.encode(x)
        loss = (sae.decode(codes) - x).pow(2).mean()
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()

    def encode():
        with torch.no_grad():
            sae.encode(x)

    return train, encode


def gemm_step(torch, _, d, features, __, rows):
    a, b = data(torch, rows, d), data(torch, d, features)

    def product():
        with torch.no_grad():
            torch.mm(a, b)

    return product, product


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--threads", type=int, default=2)
    for name in ("sparsify", "dictionary-learning", "overcomplete"):
        parser.add_argument("--" + name)
    options = parser.parse_args()
    for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"):
        os.environ[name] = str(options.threads)
    import torch

    torch.set_num_threads(options.threads)
    makers = {
        "sparsify": (sparsify_step, options.sparsify),
        "dictionary_learning": (dictionary_learning_step, options.dictionary_learning),
        "overcomplete": (overcomplete_step, options.overcomplete),
        "gemm": (gemm_step, "-"),
    }
    made = {}
    print("torch", torch.__version__, flush=True)
    for line in sys.stdin:
        words = line.split()
        if not words:
            continue
        what, name, sizes = words[0], words[1], tuple(map(int, words[2:]))
        maker, checkout = makers[name]
        if not checkout:
            print(f"error no checkout of {name} was named", flush=True)
            continue
        if (name, sizes) not in made:
            made.clear()
            made[name, sizes] = maker(torch, checkout, *sizes)
        step = made[name, sizes][0 if what == "train" else 1]
        wall, cpu = time.perf_counter(), time.process_time()
        step()
        print(f"{time.perf_counter() - wall:.6f} {time.process_time() - cpu:.6f}", flush=True)


if __name__ == "__main__":
    main()
