"""A model and batches for tests of the command line."""

from collections.abc import Iterator

import torch


class Tiny(torch.nn.Module):
    """Two blocks over tokens, and a convolution for pictures."""

    def __init__(self) -> None:
        super().__init__()
        torch.manual_seed(3)
        self.blocks = torch.nn.ModuleList([torch.nn.Linear(8, 8), torch.nn.Linear(8, 6)])

    def forward(self, tokens: torch.Tensor, attention_mask: torch.Tensor | None = None) -> tuple[torch.Tensor, str]:
        x = torch.relu(self.blocks[0](tokens))
        return self.blocks[1](x), "done"


def model() -> Tiny:
    return Tiny()


def batches() -> Iterator[dict[str, torch.Tensor]]:
    generator = torch.Generator().manual_seed(4)
    for i in range(3):
        mask = torch.ones(2, 5)
        mask[1, 3 + (i % 2):] = 0
        yield {"tokens": torch.randn(2, 5, 8, generator=generator), "attention_mask": mask}
