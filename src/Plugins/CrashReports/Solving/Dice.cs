using Sim.Numerics;
using Sim.Plugins.CrashReports.Solving.Motions;

namespace Sim.Plugins.CrashReports.Solving;

/// <summary>The free numbers of one start of the search: a point of a scrambled Sobol sequence, read by name. Immutable.</summary>
internal sealed class Dice
{
    /// <summary>Number of free numbers.</summary>
    public const int Dimensions = 16;

    private readonly double[] _point = new double[Dimensions];

    /// <summary>Throws.</summary>
    /// <param name="sequence">The sequence of a variant.</param>
    /// <param name="start">Which start.</param>
    public Dice(Sobol sequence, int start) => sequence.Point((ulong)start, _point);

    /// <summary>A number between two bounds.</summary>
    /// <param name="which">Which of the free numbers.</param>
    /// <param name="low">Lower bound.</param>
    /// <param name="high">Upper bound.</param>
    public double Between(Free which, double low, double high) => low + (high - low) * _point[(int)which];

    /// <summary>Names of the free numbers.</summary>
    internal enum Free
    {
        /// <summary>Speed of the first actor.</summary>
        SpeedA,
        /// <summary>Speed of the second.</summary>
        SpeedB,
        /// <summary>Lateral offset of the first.</summary>
        OffsetA,
        /// <summary>Lateral offset of the second.</summary>
        OffsetB,
        /// <summary>How long a lateral manoeuvre takes.</summary>
        ShiftTime,
        /// <summary>How far it goes.</summary>
        ShiftShare,
        /// <summary>How much of it lies before the anchor.</summary>
        ShiftBefore,
        /// <summary>Where on the road.</summary>
        Place,
        /// <summary>How hard the brakes are.</summary>
        Brake,
        /// <summary>How long they are on.</summary>
        BrakeTime,
        /// <summary>Where on the first actor's side.</summary>
        SpotA,
        /// <summary>Where on the second actor's side.</summary>
        SpotB,
        /// <summary>Time from the start to the contact.</summary>
        Lead,
        /// <summary>Radius of a drawn turn, place of standing.</summary>
        Radius,
        /// <summary>Distances of others.</summary>
        Others,
        /// <summary>Motion after the contact.</summary>
        After,
    }
}
