"""Writes and reads weights with the libraries that own the formats. Usage: real_writers.py numpy|torch write|check FOLDER"""
import sys
import zipfile

library, task, folder = sys.argv[1:]

if library == "numpy":
    import numpy as np

    kinds = ["b1", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f2", "f4", "f8"]
    if task == "write":
        arrays = {}
        for kind in kinds:
            for order in "<>":
                base = (np.arange(24).reshape(2, 3, 4) % (2 if kind == "b1" else 100)).astype(order + kind)
                arrays[f"{kind}_{'le' if order == '<' else 'be'}_c"] = base
                arrays[f"{kind}_{'le' if order == '<' else 'be'}_f"] = np.asfortranarray(base)
        for version in ((1, 0), (2, 0), (3, 0)):
            with open(f"{folder}/v{version[0]}.npy", "wb") as file:
                np.lib.format.write_array(file, arrays["f4_le_f"], version=version)
        np.save(f"{folder}/scalar.npy", np.float64(-3))
        np.save(f"{folder}/none.npy", np.zeros((3, 0, 2), "f4"))
        np.save(f"{folder}/objects.npy", np.array([None, {}], dtype=object), allow_pickle=True)
        np.savez(f"{folder}/stored.npz", **arrays)
        np.savez_compressed(f"{folder}/packed.npz", **arrays)
    else:
        for kind in ("f4", "f8", "i4", "i8", "u1", "b1"):
            read = np.load(f"{folder}/ours_{kind}.npy", allow_pickle=False)
            expected = (np.arange(6).reshape(2, 3) % 2).astype(kind)
            assert read.dtype == expected.dtype and read.shape == expected.shape and (read == expected).all(), kind
            np.save(f"{folder}/theirs.npy", expected)
            assert open(f"{folder}/theirs.npy", "rb").read() == open(f"{folder}/ours_{kind}.npy", "rb").read(), kind
        one = np.load(f"{folder}/ours_one.npy")
        assert one.shape == () and one == 7
else:
    import torch
    from collections import OrderedDict

    if task == "write":
        base = torch.arange(24.0).reshape(4, 6)
        kinds = {
            "float": torch.float32, "double": torch.float64, "half": torch.float16, "bfloat16": torch.bfloat16, "int": torch.int32, "long": torch.int64,
            "short": torch.int16, "char": torch.int8, "byte": torch.uint8, "bool": torch.bool,
        }
        values = {"kind_" + name: base.to(kind) for name, kind in kinds.items()}
        values.update(
            transposed=base.t(), part=base[1:3, ::2], row=base[2], scalar=torch.tensor(5, dtype=torch.int32), none=torch.zeros(0, 3),
            parameter=torch.nn.Parameter(base.clone()), config={"lr": 1e-4, "steps": 10**12, "minus": -1, "name": "é", "list": [1, None, True], "tuple": (1, (2.5, "x"))},
        )
        torch.save(values, f"{folder}/values.pt")
        torch.save(values, f"{folder}/values4.pt", pickle_protocol=4)
        model = torch.nn.Sequential(torch.nn.Linear(6, 4), torch.nn.BatchNorm1d(4))
        torch.save(model.state_dict(), f"{folder}/model.pt")
        optimiser = torch.optim.Adam(model.parameters())
        model(torch.randn(8, 6)).sum().backward()
        optimiser.step()
        torch.save({"model": model.state_dict(), "optimiser": optimiser.state_dict(), "step": 1}, f"{folder}/optimiser.pt")
        torch.save(values, f"{folder}/legacy.pt", _use_new_zipfile_serialization=False)
        torch.save(model, f"{folder}/module.pt")
        torch.save({"x": base[0].expand(1000, 6)}, f"{folder}/expanded.pt")
        torch.save({"x": torch.complex(base, base)}, f"{folder}/complex.pt")
        torch.jit.script(model).save(f"{folder}/script.pt")
    else:
        read = torch.load(f"{folder}/ours.pt", map_location="cpu", **({"weights_only": True} if torch.__version__ >= "1.13" else {}))
        assert list(read) == ["w", "k", "mask", "none", "steps", "lr", "name"], list(read)
        assert torch.equal(read["w"], torch.arange(6.0).reshape(2, 3)) and read["w"].is_contiguous()
        assert read["k"].dtype == torch.int32 and read["k"].shape == () and read["k"] == 32
        assert torch.equal(read["mask"], torch.tensor([True, False])) and read["none"].shape == (0, 4)
        assert (read["steps"], read["lr"], read["name"]) == (5_000_000_000, 1e-4, "é")
        assert zipfile.ZipFile(f"{folder}/ours.pt").testzip() is None
