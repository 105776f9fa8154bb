namespace Sim.Numerics.Optimisers;

/// <summary>A learning rate that depends on the number of steps taken before: <c>optimiser.Rate = schedule.At(step)</c>. Immutable.</summary>
public sealed class Schedule
{
    private readonly Func<long, double> _rate;

    private Schedule(Func<long, double> rate) => _rate = rate;

    /// <summary>The same rate at each step.</summary>
    /// <param name="rate">Finite, not negative.</param>
    public static Schedule Constant(double rate)
    {
        RequireRate(rate, nameof(rate));
        return new Schedule(_ => rate);
    }

    /// <summary>
    /// Half a cosine from <paramref name="rate"/> at step 0 down to <paramref name="final"/> at step <paramref name="steps"/>, and the final rate from there on:
    /// final + (rate − final) · (1 + cos(π · step / steps)) / 2.
    /// </summary>
    /// <param name="rate">Rate at step 0.</param>
    /// <param name="steps">At least 1.</param>
    /// <param name="final">Rate at the end.</param>
    public static Schedule Cosine(double rate, long steps, double final = 0)
    {
        RequireRate(rate, nameof(rate));
        RequireRate(final, nameof(final));
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        return new Schedule(step => step >= steps ? final : final + ((rate - final) * (1 + Math.Cos(Math.PI * step / steps)) / 2));
    }

    /// <summary>
    /// A linear start, a plateau and a linear end, as dictionary_learning's trainers: rate · step / warmUp before step <paramref name="warmUp"/> (exactly 0 at step 0),
    /// rate · (total − step) / (total − decayFrom) from step <paramref name="decayFrom"/> on, 0 from step <paramref name="total"/> on.
    /// </summary>
    /// <param name="rate">Rate of the plateau.</param>
    /// <param name="warmUp">Steps of the start; 0 for none.</param>
    /// <param name="decayFrom">First step of the end, or null for none.</param>
    /// <param name="total">Number of steps of the training; of account only where there is an end.</param>
    /// <exception cref="ArgumentOutOfRangeException">The warm-up ends after the decay begins, or that begins at the end or later.</exception>
    public static Schedule Linear(double rate, long warmUp, long? decayFrom = null, long total = long.MaxValue)
    {
        RequireRate(rate, nameof(rate));
        ArgumentOutOfRangeException.ThrowIfNegative(warmUp);
        if (decayFrom is { } from && (from < warmUp || from >= total))
            throw new ArgumentOutOfRangeException(nameof(decayFrom), from, $"the decay must begin after the warm-up of {warmUp} steps and before the end at {total}");

        return new Schedule(step =>
        {
            if (step < warmUp)
                return rate * ((double)step / warmUp);

            return decayFrom is { } start && step >= start ? rate * ((double)Math.Max(total - step, 0) / (total - start)) : rate;
        });
    }

    /// <summary>Multiplies this schedule by a linear start: its own value · step / steps before step <paramref name="steps"/>, exactly 0 at step 0.</summary>
    /// <param name="steps">Steps of the start; 0 changes nothing.</param>
    public Schedule AfterWarmUp(long steps)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(steps);
        return new Schedule(step => step < steps ? _rate(step) * ((double)step / steps) : _rate(step));
    }

    /// <summary>Begins this schedule anew again and again.</summary>
    /// <param name="every">Steps from one beginning to the next, at least 1.</param>
    public Schedule Repeated(long every)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(every, 1);
        return new Schedule(step => _rate(step % every));
    }

    /// <summary>The rate.</summary>
    /// <param name="step">How many steps were taken before; not negative.</param>
    public double At(long step)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(step);
        return _rate(step);
    }

    private static void RequireRate(double rate, string name)
    {
        if (!double.IsFinite(rate) || rate < 0)
            throw new ArgumentOutOfRangeException(name, rate, "a learning rate is finite and not negative");
    }
}
