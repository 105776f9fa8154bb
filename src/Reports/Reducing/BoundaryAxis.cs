using System.Globalization;

namespace Sim.Reports.Reducing;

/// <summary>The way of one number from a failing to a passing value, in steps. Exact in decimal, so that a step's text is short and the same everywhere.</summary>
/// <param name="Name">The number's name.</param>
/// <param name="Unit">Its unit's symbol; empty for none.</param>
/// <param name="Fails">Failing value, in the unit.</param>
/// <param name="Passes">Passing value, in the unit.</param>
/// <param name="Tolerance">How exactly the boundary is to be known, in the unit; positive.</param>
internal sealed record BoundaryAxis(string Name, string Unit, decimal Fails, decimal Passes, decimal Tolerance)
{
    /// <summary>Most steps of a way.</summary>
    public const int MaxSteps = 1_000_000;

    /// <summary>Steps of one tolerance from end to end, at least 1; the last may be shorter.</summary>
    /// <exception cref="InputException">The tolerance is not positive, or too small.</exception>
    public int Steps => Tolerance > 0 && Math.Abs(Passes - Fails) <= Tolerance * MaxSteps
        ? Math.Max(1, (int)Math.Ceiling(Math.Abs(Passes - Fails) / Tolerance))
        : throw new InputException($"the tolerance of '{Name}' is {Shown(Tolerance)}; expected more than 0 and at least a millionth of the way from {Shown(Fails)} to {Shown(Passes)}");

    /// <summary>The value at a position.</summary>
    /// <param name="position">0 is the failing end.</param>
    /// <param name="last">The position of the passing end.</param>
    public decimal At(int position, int last) => position == 0 || Fails == Passes ? Fails
        : position == last ? Passes
        : last == Steps ? Fails + Math.Sign(Passes - Fails) * Tolerance * position
        : Math.Round(Fails + (Passes - Fails) * position / last, 6);

    /// <summary>A value with its unit, without trailing zeros.</summary>
    public string Shown(decimal value)
    {
        string number = Plain(value);
        return Unit.Length == 0 ? number : $"{number} {Unit}";
    }

    /// <summary>One per cent of a range, rounded down to 1, 2 or 5 times a power of ten; 1 for whole numbers without a unit.</summary>
    /// <param name="range">The range; 0 gives 0.</param>
    /// <param name="whole">True for counts.</param>
    public static decimal DefaultTolerance(decimal range, bool whole)
    {
        if (whole)
        {
            return 1;
        }

        decimal target = range / 100;
        if (target <= 0)
        {
            return 0;
        }

        decimal power = 1;
        while (power > target)
        {
            power /= 10;
        }

        while (power * 10 <= target)
        {
            power *= 10;
        }

        return power * 5 <= target ? power * 5 : power * 2 <= target ? power * 2 : power;
    }

    /// <summary>A number without trailing zeros and without an exponent.</summary>
    public static string Plain(decimal value)
    {
        decimal plain = value / 1.0000000000000000000000000000m;
        return plain == 0 ? "0" : plain.ToString(CultureInfo.InvariantCulture);
    }
}
