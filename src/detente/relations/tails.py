"""Upper tails of counts that vary more than Poisson, without SciPy."""

from __future__ import annotations

import numpy as np

from detente.relations.acts import Floats

# Chebyshev fit of the complementary error function, relative error below 1.2e-7 everywhere (Press et al., Numerical Recipes, 6.2).
_ERFC = (-1.26551223, 1.00002368, 0.37409196, 0.09678418, -0.18628806, 0.27886807, -1.13520398, 1.48851587, -0.82215223, 0.17087277)


def log10_normal_tail(z: Floats) -> Floats:
    """log10 of the chance that a standard normal exceeds ``z``, for ``z`` of zero and above; does not underflow."""
    x = z / np.sqrt(2.0)
    t = 1.0 / (1.0 + 0.5 * x)
    exponent = np.polynomial.polynomial.polyval(t, _ERFC)
    result: Floats = (np.log(0.5 * t) - x * x + exponent) / np.log(10.0)
    return result


def surprise(total: Floats, mean: Floats, variance: Floats) -> Floats:
    """-log10 of the chance of at least ``total`` under a Gamma of that mean and variance (negative binomial mass, continuous).

    The tail is Wilson and Hilferty's cube-root normal approximation (PNAS 17, 1931). 0 where the total is no surprise.
    """
    shape = mean**2 / variance
    spread = 1.0 / (9.0 * shape)
    z = (np.cbrt(total / mean) - (1.0 - spread)) / np.sqrt(spread)
    return np.where(total > mean, -log10_normal_tail(np.maximum(z, 0.0)), 0.0)
