namespace Sim.Plugins.CrashReports.Solving.Motions;

/// <summary>
/// When a road user is where on its way: solved backwards and forwards from the instant of contact (time 0) with limited jerk. Immutable.
/// </summary>
internal sealed class Schedule
{
    /// <summary>Time between two samples, s.</summary>
    public const double SampleS = 0.02;

    // Half the window over which accelerations are averaged: a full braking of 8 m/s² builds up within 0.44 s, 18 m/s³.
    private const int HalfWindow = 10;

    private readonly double[] _s;
    private readonly double[] _v;
    private readonly double[] _a;
    private readonly int _zero;

    private Schedule(double[] s, double[] v, double[] a, int zero)
    {
        _s = s;
        _v = v;
        _a = a;
        _zero = zero;
    }

    /// <summary>Speed at contact, m/s.</summary>
    public double ImpactMps => _v[_zero];

    /// <summary>Solves.</summary>
    /// <param name="plan">Its undisturbed speed.</param>
    /// <param name="impactM">Arc length at contact, m.</param>
    /// <param name="pace">What happens around the contact.</param>
    /// <param name="backS">Time before the contact to cover, s.</param>
    /// <param name="onS">Time after the contact to cover, s.</param>
    public static Schedule Solve(SpeedPlan plan, double impactM, Pace pace, double backS, double onS)
    {
        int back = (int)Math.Ceiling(backS / SampleS) + 1, on = (int)Math.Ceiling(onS / SampleS) + 1;
        double impact = pace.Stands ? 0 : Math.Max(0, pace.SpeedScale * plan.SpeedAt(impactM) - pace.BrakeMps2 * pace.BrakeS);
        double[] before = pace.Stands ? new double[back] : Before(plan, impactM, impact, pace, back, out _);
        double[] after = pace.Stands ? new double[on] : After(plan, impactM, impact, pace, on);
        Smooth(before);
        Smooth(after);
        var s = new double[back + on + 1];
        var v = new double[s.Length];
        var a = new double[s.Length];
        (s[back], v[back], a[back]) = (impactM, impact, before[0]);
        for (int k = 1; k <= back; k++)
        {
            int i = back - k;
            a[i] = k < back ? (before[k - 1] + before[k]) / 2 : before[k - 1];
            double next = v[i + 1] - before[k - 1] * SampleS;
            // What averaging leaves of a start from rest is less than a walk: it stands.
            v[i] = next < 0.02 && plan.StartM is not null ? 0 : Math.Max(0, next);
            s[i] = s[i + 1] - (v[i] + v[i + 1]) / 2 * SampleS;
        }

        for (int k = 1; k <= on; k++)
        {
            int i = back + k;
            a[i] = after[k - 1];
            v[i] = Math.Max(0, v[i - 1] + after[k - 1] * SampleS);
            s[i] = s[i - 1] + (v[i] + v[i - 1]) / 2 * SampleS;
        }

        return new(s, v, a, back);
    }

    /// <summary>Arc length, speed and acceleration at a time from contact, s.</summary>
    public (double S, double V, double A) At(double t)
    {
        double at = t / SampleS + _zero;
        if (at <= 0)
        {
            return (_s[0] + _v[0] * at * SampleS, _v[0], 0);
        }

        int i = Math.Min((int)at, _s.Length - 2);
        double f = Math.Min(1, at - i);
        return (_s[i] + (_s[i + 1] - _s[i]) * f, _v[i] + (_v[i + 1] - _v[i]) * f, _a[i] + (_a[i + 1] - _a[i]) * f);
    }

    /// <summary>How long before contact it starts from rest, s; null when it moves from the beginning or never.</summary>
    public double? StartsBeforeS()
    {
        for (int i = _zero; i >= 0; i--)
        {
            if (_v[i] <= 0)
            {
                return i == _zero ? null : (_zero - i) * SampleS;
            }
        }

        return null;
    }

    private static double[] Before(SpeedPlan plan, double impactM, double impactMps, Pace pace, int count, out double startS)
    {
        var accel = new double[count];
        double s = impactM, v = impactMps, scale = double.NaN;
        startS = double.PositiveInfinity;
        for (int k = 0; k < count; k++)
        {
            double t = k * SampleS;
            double a;
            if (t < pace.BrakeS)
            {
                a = -pace.BrakeMps2;
            }
            else
            {
                double planned = plan.SpeedAt(s);
                if (double.IsNaN(scale))
                {
                    scale = planned > 0.5 ? v / planned : 1;
                }

                // The last decimetres before the stop are run at full, or it would creep there for ever.
                a = plan.StartM is { } stop && s <= stop + 0.3 ? plan.AccelMps2 : scale * scale * plan.AccelAt(s);
            }

            double next = v - a * SampleS;
            if (next <= 0 && plan.StartM is not null)
            {
                // The rest of the speed is lost within this sample; before it stands.
                accel[k] = v / SampleS;
                return accel;
            }

            accel[k] = a;
            next = Math.Max(0, next);
            s -= (v + next) / 2 * SampleS;
            v = next;
        }

        return accel;
    }

    private static double[] After(SpeedPlan plan, double impactM, double impactMps, Pace pace, int count)
    {
        var accel = new double[count];
        double s = impactM, v = impactMps;
        bool braking = pace.BrakeMps2 > 0 && pace.BrakeS > 0;
        for (int k = 0; k < count; k++)
        {
            double a = braking ? -pace.BrakeMps2 : k * SampleS < pace.GoOnS ? plan.AccelAt(s) * pace.SpeedScale * pace.SpeedScale : -pace.StopMps2;
            if (v <= 0 && a < 0)
            {
                return accel;
            }

            double next = Math.Max(0, v + a * SampleS);
            accel[k] = (next - v) / SampleS;
            s += (v + next) / 2 * SampleS;
            v = next;
        }

        return accel;
    }

    private static void Smooth(double[] accel)
    {
        int n = accel.Length;
        var sum = new double[n + 1];
        for (int i = 0; i < n; i++)
        {
            sum[i + 1] = sum[i] + accel[i];
        }

        for (int i = 0; i < n; i++)
        {
            int from = i - HalfWindow, to = i + HalfWindow;
            double total = sum[Math.Min(to + 1, n)] - sum[Math.Max(from, 0)];
            total += Math.Max(0, -from) * (sum[1] - sum[0]) + Math.Max(0, to + 1 - n) * (sum[n] - sum[n - 1]);
            accel[i] = total / (2 * HalfWindow + 1);
        }
    }
}
