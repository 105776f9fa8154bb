"""Checkpoints as the libraries save them with torch. Usage: real_checkpoints.py write|check FOLDER"""
import json
import pathlib
import sys

import torch

task, folder = sys.argv[1], pathlib.Path(sys.argv[2])
D, F = 3, 5
enc = torch.tensor([[10.0 * i + f for f in range(F)] for i in range(D)])  # [d, F]
dec = torch.tensor([[1000.0 + 10 * f + i for i in range(D)] for f in range(F)])  # [F, d]
b_enc, b_dec = torch.arange(F) / 4.0, torch.arange(D) / 8.0
linear = {"encoder.weight": enc.t().contiguous(), "encoder.bias": b_enc, "decoder.weight": dec.t().contiguous()}
plain = {"W_enc": enc, "b_enc": b_enc, "W_dec": dec, "b_dec": b_dec}
learned = {"k": torch.tensor(2, dtype=torch.int32), "threshold": torch.tensor(0.5)}
CASES = {
    "AutoEncoder": {"bias": b_dec, **linear},
    "AutoEncoderNew": {"decoder.bias": b_dec, **linear},
    "GatedAutoEncoder": {"decoder_bias": b_dec, "encoder.weight": enc.t().contiguous(), "decoder.weight": dec.t().contiguous(), "r_mag": b_enc, "gate_bias": b_enc + 1, "mag_bias": b_enc + 2},
    "AutoEncoderTopK": {"b_dec": b_dec, **linear, **learned},
    # A decoder that was made by transposing and never copied keeps its strides in the file.
    "BatchTopKSAE": {"b_dec": b_dec, **linear, "decoder.weight": dec.t(), **learned},
    "MatryoshkaBatchTopKSAE": {**plain, **learned, "group_sizes": torch.tensor([2, 3])},
    "JumpReluAutoEncoder": {**plain, "threshold": b_enc + 0.001},
}

if task == "write":
    for name, state in CASES.items():
        (folder / name).mkdir()
        torch.save(state, folder / name / "ae.pt")
        trainer = {"dict_class": name, "trainer_class": "X", "activation_dim": D, "dict_size": F, "k": 2, "lr": 1e-4, "layer": 3, "lm_name": "m", "submodule_name": None}
        if "k" not in state:
            del trainer["k"]
        (folder / name / "config.json").write_text(json.dumps({"trainer": trainer, "buffer": {"d_submodule": D, "io": "out"}}))
    (folder / "batchtopk").mkdir()
    torch.save({name: torch.nn.Parameter(tensor) for name, tensor in {**plain, "b_enc": torch.zeros(F)}.items()}, folder / "batchtopk" / "sae.pt")
    (folder / "batchtopk" / "config.json").write_text(json.dumps({"sae_type": "batchtopk", "act_size": D, "dict_size": F, "top_k": 2, "input_unit_norm": True, "dtype": "torch.float32"}))
    torch.save({"W_enc": enc.t().contiguous(), "W_dec": dec.t().contiguous(), "b_enc": b_enc, "b_dec": b_dec}, folder / "layer0.sae.pt")
else:
    def same(theirs, ours):
        a, b = torch.load(theirs), torch.load(ours)
        assert set(a) == set(b), (theirs, set(a) ^ set(b))
        for key in a:
            assert a[key].dtype == b[key].dtype and a[key].shape == b[key].shape and torch.equal(a[key], b[key]), (theirs, key)

    for name in CASES:
        same(folder / name / "ae.pt", folder / (name + "-again") / "ae.pt")
        a, b = (json.loads((folder / n / "config.json").read_text()) for n in (name, name + "-again"))
        b["trainer"].pop("apply_b_dec_to_input", None)
        a["trainer"] = {key: value for key, value in a["trainer"].items() if value is not None}
        assert a == b, (a, b)
    same(folder / "batchtopk" / "sae.pt", folder / "batchtopk-again" / "sae.pt")
    same(folder / "layer0.sae.pt", folder / "layer0-again.sae.pt")
