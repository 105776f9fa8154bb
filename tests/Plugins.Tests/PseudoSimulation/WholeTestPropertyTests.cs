using Sim.Geometry;
using Sim.Plugins.PseudoSimulation;
using Sim.Plugins.PseudoSimulation.Stages;

namespace Sim.Tests.PseudoSimulation;

public sealed class WholeTestPropertyTests
{
    [Theory]
    [InlineData(Compatibility.Navsim22, 250, -400, 2.1)]
    [InlineData(Compatibility.Navsim22, -3000, 80, -0.7)]
    [InlineData(Compatibility.Sane, 250, -400, 2.1)]
    [InlineData(Compatibility.Sane, -3000, 80, -3.0)]
    public void A_rigid_motion_of_the_recording_changes_no_score(Compatibility compatibility, double x, double y, double heading)
    {
        var recording = Recorded.Of(12, others: [Recorded.Track("lead", 60, Roads.WidthM, 7, 121), Recorded.Track("beside", 25, 0, 10.4, 121), Recorded.Track("walker", 120, -2.5, 0.3, 121, actor: ActorClass.Pedestrian)]);
        // A start exactly 0.5 m beside the centre line lies on the threshold of LK, where rounding decides.
        var options = new PseudoSimulationOptions { Stages = 2, Plan = PlanSource.Driver, Compatibility = compatibility, StageTwo = new StageTwoOptions { MaxStarts = 8, LateralStepM = 0.43 } };
        var here = Run(recording, options);
        var there = Run(Moved(recording, new Pose2d(x, y, heading)), options);

        Assert.Equal(here.StageTwo.Select(v => v.Now.Token), there.StageTwo.Select(v => v.Now.Token));
        foreach (var (a, b) in here.Frames.Zip(there.Frames))
        {
            Assert.Equal(a.Score!.Final.Product, b.Score!.Final.Product, 6);
            Assert.Equal(a.Score.Epdms(null), b.Score.Epdms(null), 6);
        }

        Assert.Equal(here.Score().Combined.Epdms, there.Score().Combined.Epdms, 6);
    }

    [Fact]
    public void The_seed_chooses_starts_and_nothing_else()
    {
        var recording = Recorded.Of(12);
        var options = new PseudoSimulationOptions { Stages = 2, Plan = PlanSource.Driver, StageTwo = new StageTwoOptions { MaxStarts = 6 } };
        var one = PseudoSimulationTest.Prepare(recording, 1_500_000, options, 1);
        var again = PseudoSimulationTest.Prepare(recording, 1_500_000, options, 1);
        var other = PseudoSimulationTest.Prepare(recording, 1_500_000, options, 2);

        Assert.Equal(one.Starts!.Starts.Select(s => s.Cell), again.Starts!.Starts.Select(s => s.Cell));
        Assert.NotEqual(one.Starts.Starts.Select(s => s.Cell), other.Starts!.Starts.Select(s => s.Cell));
        Assert.Equal((one.Starts.Survivors, one.Starts.Candidates), (other.Starts.Survivors, other.Starts.Candidates));
    }

    [Fact]
    public void Fewer_views_of_a_run_are_a_score_of_their_own()
    {
        var options = new PseudoSimulationOptions { Stages = 2, Plan = PlanSource.Driver, StageTwo = new StageTwoOptions { MaxStarts = 8 } };
        var run = Run(Recorded.Of(12, others: [Recorded.Track("lead", 60, Roads.WidthM, 7, 121)]), options);

        var half = run.Score(StartStates.Thin(8, 0.5, 8, 3));
        Assert.Equal(4, half.Weights.Count);
        Assert.Equal(1, half.Weights.Sum(), 12);
        Assert.Equal(run.Score().StageOne, half.StageOne);
        Assert.Equal(run.Score(views: []).StageOne, run.Score(views: []).Combined);
        Assert.Equal(0.25, run.Score(formula: (_, _) => 0.5).Combined.Epdms, 12);
    }

    private static TestRun Run(Recording recording, PseudoSimulationOptions options) =>
        PseudoSimulationTest.Prepare(recording, 1_500_000, options, 3).Run(Recorded.Straight(0.85), Setting.Empty, 5, TestContext.Current.CancellationToken);

    private static Recording Moved(Recording recording, Pose2d frame) => recording with
    {
        Map = recording.Map with
        {
            Lanes = [.. recording.Map.Lanes.Select(l => l with { Left = l.Left.Transformed(frame), Right = l.Right.Transformed(frame), Centre = l.Centre.Transformed(frame) })],
        },
        Tracks = [.. recording.Tracks.Select(t => Track.FromStates(t.Id, t.Class, t.Body, t.FirstStep, [.. Enumerable.Range(t.FirstStep, t.Count).Select(step =>
        {
            var pose = frame.PoseToWorld(t.At(step).Pose);
            return t.At(step) with { X = pose.X, Y = pose.Y, HeadingRad = pose.HeadingRad };
        })]))],
    };
}
