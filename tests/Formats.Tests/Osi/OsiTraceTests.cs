using Sim.Formats.Osi;
using Sim.Maps;
using static Sim.Tests.Osi.OsiSamples;

namespace Sim.Tests.Osi;

public sealed class OsiTraceTests
{
    [Fact]
    public void What_is_written_is_read_again()
    {
        var before = Recording();
        var after = OsiTraceReader.Read(Trace(before), "osi.osi");
        Assert.Equal((before.StepUs, before.StepCount, before.EgoId, before.Name), (after.StepUs, after.StepCount, after.EgoId, after.Name));
        Assert.Equal(before.Tracks.Select(t => t.Id).Order(StringComparer.Ordinal), after.Tracks.Select(t => t.Id).Order(StringComparer.Ordinal));
        foreach (var track in before.Tracks)
        {
            var other = after.Find(track.Id)!;
            Assert.Equal((track.Class, track.Body), (other.Class, other.Body));
            for (int step = 0; step < before.StepCount; step++)
            {
                Assert.Equal(track.IsPresent(step), other.IsPresent(step));
                if (track.IsPresent(step))
                {
                    var (a, b) = (track.At(step), other.At(step));
                    Assert.Equal((a.X, a.Y, a.HeadingRad, a.YawRateRps, a.SteerRad), (b.X, b.Y, b.HeadingRad, b.YawRateRps, b.SteerRad));
                    Assert.Equal(a.SpeedMps, b.SpeedMps, 1e-12);
                    Assert.Equal(a.LateralMps, b.LateralMps, 1e-12);
                    Assert.Equal(a.AccelMps2, b.AccelMps2, 1e-12);
                }
            }
        }

        foreach (var light in before.Signals)
        {
            var other = after.Signals.Single(s => s.SignalId == light.SignalId);
            Assert.Equal(Enumerable.Range(0, 7).Select(light.At), Enumerable.Range(0, 7).Select(other.At));
        }

        var placed = after.Map.Signals.Single(s => s.Id == "L1");
        Assert.Equal((before.Map.Signals[0].Pose, 5.0), (placed.Pose, placed.HeightM));
        Assert.Equal([SignalState.Red, SignalState.RedYellow, SignalState.Green, SignalState.Yellow], placed.Cycle.Select(p => p.State));
        Assert.Equal([80_000L, 40_000, 80_000], placed.Cycle.Take(3).Select(p => p.DurationUs));
    }

    [Fact]
    public void Writing_again_what_was_read_gives_the_same_trace_up_to_rounding()
    {
        var once = OsiTraceReader.Read(Trace(Recording()), "osi.osi");
        var twice = OsiTraceReader.Read(Trace(once), "osi.osi");
        Assert.Equal(once.Tracks.Select(t => t.Id), twice.Tracks.Select(t => t.Id));
        Assert.Equal(once.Signals.Select(s => s.SignalId), twice.Signals.Select(s => s.SignalId));
        Assert.All(once.Tracks.Zip(twice.Tracks), p => Assert.Equal(p.First.X.ToArray(), p.Second.X.ToArray()));
    }

    [Fact]
    public void A_foreign_ground_truth_gives_classes_poses_and_derived_speeds()
    {
        var log = OsiTraceReader.Read(Trace(Enumerable.Range(0, 4).Select(i => Truth(100 + (i * 0.1), m =>
        {
            m.Identifier(3, 4);
            Car(m, 4, 10 + i, 5, 0);
            Car(m, 9, 20, 5 - i, null, vehicle: 12);
        }))), "drive.osi");
        Assert.Equal((100_000L, 4, "4", "drive"), (log.StepUs, log.StepCount, log.EgoId, log.Name));
        var ego = log.Find("4")!;
        Assert.Equal((ActorClass.Car, 4.0, 2.0, 1.5), (ego.Class, ego.Body.LengthM, ego.Body.WidthM, ego.Body.HeightM));
        Assert.Equal(10, ego.At(2).SpeedMps, 1e-9);
        var bus = log.Find("9")!;
        Assert.Equal(ActorClass.Bus, bus.Class);
        Assert.Equal(-Math.PI / 2, bus.At(0).HeadingRad, 1e-12);
        Assert.Contains(log.Provenance.Assumptions, a => a.Contains("follow the motion", StringComparison.Ordinal));
    }

    [Fact]
    public void A_sensor_view_gives_its_ground_truth()
    {
        var views = Enumerable.Range(0, 3).Select(i =>
        {
            var view = Truth(i * 0.05);
            view.Message(7, Truth(i * 0.05, m => Car(m, 3, i, 0, 0)));
            view.Identifier(8, 3);
            return view;
        });
        var log = OsiTraceReader.Read(Trace(views), "sv.osi");
        Assert.Equal((50_000L, 3, "3"), (log.StepUs, log.StepCount, log.EgoId));
        Assert.Equal(20, log.Find("3")!.At(1).SpeedMps, 1e-9);
    }

    [Fact]
    public void Bulbs_above_each_other_are_one_light()
    {
        // Red, yellow, green by message: on is constant (3), off is 2.
        ulong[][] modes = [[3, 2, 2], [3, 3, 2], [2, 2, 3], [2, 3, 2], [2, 2, 2], [2, 4, 2]];
        var log = OsiTraceReader.Read(Trace(modes.Select((m, i) => Truth(i, t =>
        {
            Bulb(t, 50, 5.4, 2, m[0]);
            Bulb(t, 51, 5.2, 3, m[1]);
            Bulb(t, 52, 5.0, 4, m[2]);
        }))), "lights.osi");
        var light = Assert.Single(log.Signals);
        Assert.Equal("50", light.SignalId);
        Assert.Equal([SignalState.Red, SignalState.RedYellow, SignalState.Green, SignalState.Yellow, SignalState.Off, SignalState.Yellow], Enumerable.Range(0, 6).Select(light.At));
        Assert.Empty(log.Tracks);
    }

    [Fact]
    public void Missing_messages_leave_actors_absent()
    {
        var log = OsiTraceReader.Read(Trace(((double[])[0, 0.1, 0.4]).Select(t => Truth(t, m => Car(m, 1, t, 0, 0)))), "a.osi");
        Assert.Equal(5, log.StepCount);
        Assert.Equal([true, true, false, false, true], Enumerable.Range(0, 5).Select(log.Tracks[0].IsPresent));
    }

    [Fact]
    public void Wrong_traces_are_refused_with_the_byte()
    {
        byte[] good = Trace(Truth(0, m => Car(m, 1, 0, 0, 0)), Truth(0.1, m => Car(m, 1, 1, 0, 0)));
        Refused([], "no message");
        Refused(good[..^1], "the file is cut");
        Refused([1, 2], "inside the length");
        Refused([4, 0, 0, 0, 0x0F, 0, 0, 0], "wire type 7");
        Refused(Trace(new WireWriter()), "no timestamp");
        Refused(Trace(Truth(1), Truth(1)), "not later");
        Refused(Trace(Truth(0), Truth(0.1), Truth(0.25)), "evenly spaced");
        Refused(Trace(Truth(0, m =>
        {
            Car(m, 1, 0, 0, 0);
            Car(m, 1, 0, 0, 0);
        })), "two objects");
        Refused(Trace(Truth(0, m => Car(m, 1, double.NaN, 0, 0))), "at most 1e9");

        static void Refused(byte[] bytes, string part)
        {
            var error = Assert.Throws<InputException>(() => OsiTraceReader.Read(bytes, "bad.osi"));
            Assert.Contains(part, error.Message, StringComparison.Ordinal);
            Assert.StartsWith("bad.osi: ", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Field_numbers_are_those_of_the_interface()
    {
        // A GroundTruth by hand: timestamp (2) of 1 s; moving_object (5) with id 7, base (2) of dimension (1), position (2), orientation (3), type (3) vehicle.
        byte[] message = Convert.FromHexString(
            "12020801" + "2A5D" + "0A020807" + "1255"
            + "0A1B" + "090000000000001240" + "110000000000000040" + "19000000000000F83F"
            + "121B" + "090000000000005940" + "110000000000001440" + "19000000000000E83F"
            + "1A1B" + "090000000000000000" + "110000000000000000" + "19000000000000F03F"
            + "1802");
        byte[] fixedLength = [.. message];
        fixedLength[5] = (byte)(message.Length - 6);
        fixedLength[11] = 3 * 29;
        var log = OsiTraceReader.Read((byte[])[.. BitConverter.GetBytes(fixedLength.Length), .. fixedLength], "hand.osi");
        var car = Assert.Single(log.Tracks);
        Assert.Equal(("7", ActorClass.Car, 4.5, 2.0, 1.5), (car.Id, car.Class, car.Body.LengthM, car.Body.WidthM, car.Body.HeightM));
        Assert.Equal((100.0, 5.0, 1.0), (car.At(0).X, car.At(0).Y, car.At(0).HeadingRad));
    }
}
