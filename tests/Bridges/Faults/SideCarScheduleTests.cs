using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net.Sockets;
using Google.Protobuf;
using Sim.Numerics;
using Sim.Plugins.Bridge;
using Sim.Plugins.Sdk;
using Sim.Tests.Faults;
using Messages = Sim.Rpc.Messages;

namespace Sim.Tests.Bridges;

/// <summary>
/// Random faults between a case and a Python side-car that is started for it: every case ends with the bytes of an undisturbed one or with a stated
/// failure, is right when it is tried again with whatever process is there then, and leaves none.
/// </summary>
/// <param name="subject">How it is started.</param>
public abstract class SideCarScheduleTests(PythonSubject subject)
{
    private const int Threads = 4;
    private const int Steps = 12;
    private const int Frames = 44;
    private const int Tries = 5;
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(60);
    private static readonly string[] Stated = ["it ", "its process ", "the connection to it was lost", "the simulator '", "a message of ", "no session "];
    private static readonly (int Step, int Start) Generous = (120, 120);
    private static readonly (int Step, int Start) Short = (2, 15);

    [Fact]
    public void Every_case_ends_with_the_right_result_or_a_stated_failure_and_the_next_try_is_right()
    {
        PythonSubject.Require();
        var scenario = subject.Calm(Steps);
        var nothing = new Fault(FaultKind.None, 0, false, 0, 0);
        byte[] expected = [];
        var end = Run(scenario, new ProcessSchedule(-1, nothing, nothing, Resets: true), ref expected);
        Assert.True(end.IsRight, end.Outcome);

        FaultCampaign.Run(12, Threads, i => ProcessSchedule.Draw(subject.Name + "-schedule", FaultKinds.Process, Frames, i), s =>
        {
            byte[] right = expected;
            return Run(scenario, s, ref right);
        });
    }

    // The first run says what is expected.
    private FaultEnd Run(Scenario scenario, ProcessSchedule schedule, ref byte[] expected)
    {
        bool mustSucceed = FaultKinds.IsHarmless(schedule.First.Kind) || FaultKinds.IsSeen(schedule.First.Kind);
        var deadlines = mustSucceed ? Generous : Short;
        string mark = "mark-" + Path.GetRandomFileName();
        var proxies = new ConcurrentQueue<FaultProxy>();
        var simulator = new CommandSimulator(static _ => null, Through);
        var use = new SimulatorUse { Options = Options(mark, deadlines), Files = new FileRoots { BaseFolder = AppContext.BaseDirectory } };
        // A session is opened, loaded and reset by several calls, each asked twice where the connection is lost.
        var most = TimeSpan.FromSeconds(6 * deadlines.Start);
        var timer = new CallTimer();
        string outcome = "";
        string? wrong = null;
        bool isRight = false;
        try
        {
            for (int attempt = 1; wrong is null && !(isRight && attempt > 2); attempt++)
            {
                if (attempt == 3)
                {
                    // Whatever has struck has struck; the side-car that is there, or its successor, must do.
                    Disarm();
                }

                var episodes = FaultCase.Run(() => simulator.Open(use, CancellationToken.None), scenario, new SteadyDriver(), schedule.Resets, call => timer.Time(most, call), out string? failure);
                expected = expected.Length == 0 ? episodes[0] : expected;
                byte[] right = expected;
                isRight = failure is null;
                outcome = attempt == 1 ? $"{schedule.First.Kind}: {failure ?? "the right result"}" : outcome;
                bool lied = attempt == 1 && schedule.First.Kind == FaultKind.WrongTick && proxies.First().HasStruck;
                wrong = episodes.Exists(e => !e.AsSpan().SequenceEqual(right)) ? "a wrong result"
                    : isRight ? lied ? "a wrong time was believed" : null
                    : attempt == 1 && mustSucceed ? $"it should have succeeded, but: {failure}"
                    : attempt == Tries ? $"it is not right again after {attempt} tries: {failure}"
                    : IsStated(failure!) ? null : $"it failed without a stated reason: {failure}";
            }
        }
        finally
        {
            simulator.Release();
            foreach (var proxy in proxies)
            {
                proxy.Dispose();
            }
        }

        wrong ??= LivingProcesses.WithEnvironment(mark).Count > 0 ? "its process is still there"
            : timer.WorstExcess > Margin ? $"a call took {timer.WorstExcess} longer than it may"
            : null;
        return new FaultEnd(outcome, wrong is null, proxies.Any(p => p.HasStruck), wrong);

        void Disarm()
        {
            foreach (var proxy in proxies)
            {
                proxy.Disarm();
            }
        }

        string Through(string address)
        {
            string socket = address["unix:".Length..], listen = socket + ".way";
            var fault = proxies.Count switch
            {
                0 => schedule.First,
                1 => schedule.Second,
                _ => schedule.First with { Kind = FaultKind.None },
            };
            proxies.Enqueue(new FaultProxy(
                new UnixDomainSocketEndPoint(listen), new UnixDomainSocketEndPoint(socket), Framing.Http2, fault, TimeSpan.FromMilliseconds(20), TimeSpan.FromSeconds(2 * deadlines.Step),
                new FaultHands { Kill = () => Signal(mark, "KILL"), Stop = () => Signal(mark, "STOP"), Retime = piece => Retime(piece.Span, new RandomStream(fault.Seed)) }));
            return "unix:" + listen;
        }
    }

    // Words of the transport never come through.
    private static bool IsStated(string failure) => !failure.Contains("Exception:", StringComparison.Ordinal) && Stated.Any(s => failure.StartsWith(s, StringComparison.Ordinal));

    private static void Signal(string mark, string signal) => LivingProcesses.WithEnvironment(mark).ForEach(p => LivingProcesses.Signal(p, signal));

    private Setting Options(string mark, (int Step, int Start) deadlines) => Setting.Map(
        ("command", new Setting { Kind = SettingKind.List, Items = [.. PythonSubject.CommandOf(subject.Name).Select(Setting.Scalar)] }),
        ("deadline", Setting.Scalar($"{deadlines.Step} s")),
        ("start_deadline", Setting.Scalar($"{deadlines.Start} s")),
        ("options", subject.Options),
        ("env", Setting.Map(PythonSubject.EnvironmentOf(subject.Name).Select(e => (e.Key, e.Value)).Append(("BRIDGE_TEST_MARK", Setting.Scalar(mark))))));

    // A data frame with one message that answers a step of a whole multiple of the step length.
    private static byte[]? Retime(ReadOnlySpan<byte> piece, RandomStream random)
    {
        const int header = 9, prefix = 5;
        if (piece.Length < header + prefix || piece[3] != 0 || piece[header] != 0 || BinaryPrimitives.ReadInt32BigEndian(piece[(header + 1)..]) != piece.Length - header - prefix)
        {
            return null;
        }

        Messages.StepReply reply;
        try
        {
            reply = Messages.StepReply.Parser.ParseFrom(piece[(header + prefix)..].ToArray());
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }

        if (reply.World is not { Step: > 0 } world || world.TimeUs <= 0 || world.TimeUs % world.Step != 0 || world.Actors.Count == 0)
        {
            return null;
        }

        switch (random.NextInt(4))
        {
            case 0:
                (world.Step, world.TimeUs) = (world.Step + 1, world.TimeUs / world.Step * (world.Step + 1));
                break;
            case 1:
                (world.Step, world.TimeUs) = (world.Step - 1, world.TimeUs / world.Step * (world.Step - 1));
                break;
            case 2:
                world.TimeUs++;
                break;
            default:
                world.Step += 1000;
                break;
        }

        byte[] message = reply.ToByteArray();
        byte[] changed = [.. piece[..(header + prefix)], .. message];
        BinaryPrimitives.WriteUInt32BigEndian(changed, (uint)(prefix + message.Length) << 8);
        changed[3] = piece[3];
        BinaryPrimitives.WriteInt32BigEndian(changed.AsSpan(header + 1), message.Length);
        return changed;
    }
}
