using System.Text.Json;
using Sim.Geometry;
using Sim.Plugins.PseudoSimulation.Scenes;

namespace Sim.Tests;

/// <summary>Reads and compares the recordings that concern motion and comfort.</summary>
internal static class EpdmsMotionVectors
{
    public const string Topic = "epdms";

    /// <summary>States of which only heading and accelerations were recorded.</summary>
    public static EgoState[] ComfortStates(JsonElement columns)
    {
        double[] heading = VectorReport.Numbers(columns.GetProperty("heading"));
        double[] ax = VectorReport.Numbers(columns.GetProperty("ax")), ay = VectorReport.Numbers(columns.GetProperty("ay"));
        var states = new EgoState[heading.Length];
        for (int i = 0; i < states.Length; i++)
            states[i] = new EgoState(0, 0, heading[i], 0, 0, ax[i], ay[i]);
        return states;
    }

    public static void ComparePoses(string where, JsonElement expected, ReadOnlySpan<Pose2d> found, double tolerance, VectorReport report)
    {
        report.Same(where + " count", expected.GetArrayLength(), found.Length);
        for (int i = 0; i < found.Length; i++)
        {
            var pose = EpdmsVectors.Pose(expected[i]);
            report.Near($"{where} {i} x", pose.X, found[i].X, 0, tolerance);
            report.Near($"{where} {i} y", pose.Y, found[i].Y, 0, tolerance);
            report.Near($"{where} {i} heading", pose.HeadingRad, found[i].HeadingRad, 0, tolerance);
        }
    }

    public static void CompareStates(string where, JsonElement expected, ReadOnlySpan<EgoState> found, double tolerance, VectorReport report)
    {
        report.Same(where + " count", expected.GetArrayLength(), found.Length);
        for (int i = 0; i < found.Length; i++)
            CompareNumbers($"{where} {i}", VectorReport.Numbers(expected[i]), EpdmsVectors.Columns(in found[i]), tolerance, report);
    }

    public static void CompareNumbers(string where, ReadOnlySpan<double> expected, ReadOnlySpan<double> found, double tolerance, VectorReport report)
    {
        report.Same(where + " count", expected.Length, found.Length);
        for (int i = 0; i < Math.Min(expected.Length, found.Length); i++)
            report.Near($"{where} [{i}]", expected[i], found[i], 0, tolerance);
    }
}
