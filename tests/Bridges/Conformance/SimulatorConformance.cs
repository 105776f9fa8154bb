using Grpc.Core;
using Sim.Plugins.Sdk;
using Sim.Rpc.Services;
using Sim.Simulation;
using Messages = Sim.Rpc.Messages;

namespace Sim.Tests.Bridges;

/// <summary>
/// What every simulator behind the contract must do, ours included. For another simulator: derive a <see cref="Subject"/> that starts it and a class from
/// this one, nothing else.
/// </summary>
/// <typeparam name="TSubject">Starts it.</typeparam>
/// <param name="subject">The simulator.</param>
public abstract partial class SimulatorConformance<TSubject>(TSubject subject) : IClassFixture<TSubject>
    where TSubject : Subject
{
    private const int ManySteps = 10_000;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void The_handshake_says_who_it_is_and_what_it_can()
    {
        Assert.Equal(subject.Name, subject.Simulator.Info.Name);
        Assert.NotEmpty(subject.Simulator.Info.Version);
        Assert.Contains(SimulatorWords.LoadSim, subject.Simulator.Info.Capabilities);
        Assert.True(ContractRules.Fit(ContractRules.Version, subject.Simulator.Handshake.Contract));
    }

    [Theory]
    [InlineData(0, 9)]
    [InlineData(2, 0)]
    public async Task A_client_of_another_version_is_refused_with_both_versions(uint major, uint minor)
    {
        var error = await RefusedAsync(async () => await subject.Client.HandshakeAsync(new Messages.HandshakeRequest { Contract = new() { Major = major, Minor = minor } }));

        Holds(error, StatusCode.FailedPrecondition, Messages.ErrorReason.VersionMismatch);
        Assert.Contains($"{major}.{minor}.0", error.Status.Detail, StringComparison.Ordinal);
        Assert.Contains("1.0.0", error.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_capability_that_it_lacks_is_refused_by_name()
    {
        var error = await RefusedAsync(async () => await subject.Client.HandshakeAsync(new Messages.HandshakeRequest { Contract = ContractRules.Version, Required = { "telepathy" } }));

        Holds(error, StatusCode.FailedPrecondition, Messages.ErrorReason.CapabilityMissing);
        Assert.Contains("telepathy", error.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void A_case_runs_to_its_horizon_with_everybody_in_it()
    {
        var recording = Run(subject.Calm(20));

        Assert.Equal((RecordingEnd.Horizon, 21), (recording.End, recording.StepCount));
        Assert.Equal(["ego", "passes"], recording.Tracks.Select(t => t.Id).Order(StringComparer.Ordinal));
        Assert.Equal(20, recording.Answers.Count);
        Assert.Equal(0, recording.Ego()!.At(20).SpeedMps, 3);
        var passes = recording.Find("passes")!;
        Assert.InRange(passes.At(20).X - passes.At(0).X, 9.9 * 20 * subject.StepUs * 1e-6, 10.1 * 20 * subject.StepUs * 1e-6);
        Assert.Equal(subject.Simulator.Info.Name, recording.Provenance.Generator);
    }

    [Fact]
    public void Ten_thousand_steps_are_made_on_time()
    {
        var recording = Run(subject.Calm(ManySteps));

        Assert.Equal((RecordingEnd.Horizon, ManySteps + 1), (recording.End, recording.StepCount));
    }

    [Fact]
    public void Equal_runs_are_equal_where_that_is_promised()
    {
        var first = Run(subject.Calm(100));
        var second = Run(subject.Calm(100));

        Assert.True(subject.Simulator.Info.Reproducibility != Reproducibility.Bit || Json(first) == Json(second), "two runs with the same seed differ");
    }

    [Fact]
    public async Task Digests_of_equal_runs_are_equal_at_every_step()
    {
        var runs = new List<List<string>>();
        for (int run = 0; run < 2; run++)
        {
            await using var session = new WireSession(subject);
            await session.OpenAsync();
            await session.LoadAsync(subject.Calm(30));
            var digests = new List<string> { (await session.ResetAsync()).Digest.ToBase64() };
            for (int step = 0; step < 30; step++)
            {
                digests.Add((await session.StepAsync(session.Request(step))).Digest.ToBase64());
            }

            runs.Add(digests);
        }

        Assert.All(runs[0], d => Assert.True(d.Length is 0 or 44));
        Assert.True(subject.Simulator.Info.Reproducibility != Reproducibility.Bit || runs[0].SequenceEqual(runs[1]), "digests differ");
    }

    [Fact]
    public void A_reset_leads_back_to_the_same_start()
    {
        using var session = subject.Simulator.Open(Use, Token);
        session.Load(subject.Calm(20), 1, Token);
        var start = session.Observe().Ego;
        for (int i = 0; i < 5; i++)
        {
            session.Step(DriverAnswer.FromControls(1, 0), Token);
        }

        Assert.True(session.Observe().Ego.SpeedMps > 0.1);
        session.Reset();

        Assert.Equal((0, start.X, start.SpeedMps), (session.Observe().Step, session.Observe().Ego.X, session.Observe().Ego.SpeedMps));
    }

    [Fact]
    public void A_contact_of_the_ego_is_in_the_recording_and_ends_the_case()
    {
        var recording = Run(subject.Crash());

        var contact = Assert.Single(recording.Contacts);
        Assert.Equal(("ego", "stands"), (contact.A, contact.B));
        Assert.InRange(contact.TimeUs, 1_900_000, 2_700_000);
        Assert.Equal(RecordingEnd.Contact, recording.End);
        Assert.True(recording.TimeUs(recording.StepCount - 1) <= contact.TimeUs + 1_000_000 + 2 * subject.StepUs);
    }

    [Fact]
    public void A_cancelled_step_ends_at_once()
    {
        using var session = subject.Simulator.Open(Use, Token);
        session.Load(subject.Calm(20), 1, Token);
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();

        Assert.ThrowsAny<OperationCanceledException>(() => session.Step(DriverAnswer.FromControls(0, 0), cancelled.Token));
    }

    private SimulatorUse Use => new() { Options = subject.Options };

    private Recording Run(Scenario scenario) => ClosedLoop.Run(
        subject.Simulator, Use, scenario, new SteadyDriver(), Setting.Empty, 1, 2, Token);

    private static string Json(Recording recording) => System.Text.Json.JsonSerializer.Serialize(recording, SimJson.Default.Recording);

    private static async Task<RpcException> RefusedAsync(Func<Task> call) => await Assert.ThrowsAsync<RpcException>(call);

    private static void Holds(RpcException error, StatusCode code, Messages.ErrorReason reason, string? state = null)
    {
        Assert.Equal(code, error.StatusCode);
        var bytes = error.Trailers.GetValueBytes(ContractErrors.Trailer);
        Assert.NotNull(bytes);
        var detail = Messages.ErrorDetail.Parser.ParseFrom(bytes);
        Assert.Equal(reason, detail.Reason);
        if (state is not null)
        {
            Assert.Equal(state, detail.State);
        }
    }
}
