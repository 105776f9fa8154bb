"""UTM on WGS 84 by Krüger's series to the fourth order: far below 1 mm within a zone."""

from __future__ import annotations

import math

_A = 6378137.0
_F = 1 / 298.257223563
_N = _F / (2 - _F)
_E = 2 * math.sqrt(_N) / (1 + _N)
_R = _A / (1 + _N) * (1 + _N**2 / 4 + _N**4 / 64)
_ALPHA = (
    _N / 2 - 2 * _N**2 / 3 + 5 * _N**3 / 16 + 41 * _N**4 / 180,
    13 * _N**2 / 48 - 3 * _N**3 / 5 + 557 * _N**4 / 1440,
    61 * _N**3 / 240 - 103 * _N**4 / 140,
    49561 * _N**4 / 161280,
)


def forward(latitude_deg: float, longitude_deg: float, zone: int, south: bool = False) -> tuple[float, float]:
    """Easting and northing, m."""
    sin = math.sin(math.radians(latitude_deg))
    away = math.radians(longitude_deg - (6 * zone - 183))
    t = math.sinh(math.atanh(sin) - _E * math.atanh(_E * sin))
    xi = math.atan2(t, math.cos(away))
    eta = math.atanh(math.sin(away) / math.hypot(1, t))
    north, east = xi, eta
    for j, a in enumerate(_ALPHA, 1):
        north += a * math.sin(2 * j * xi) * math.cosh(2 * j * eta)
        east += a * math.cos(2 * j * xi) * math.sinh(2 * j * eta)
    return 500_000 + 0.9996 * _R * east, (10_000_000 if south else 0) + 0.9996 * _R * north
