using Sim.Rpc.Peers;

namespace Sim.Tests.Processes;

public sealed class LastWordsTests
{
    [Theory]
    [InlineData("ValueError: index 3 is out of bounds for size 3", "ValueError: index 3 is out of bounds for size 3")]
    [InlineData("no conflict within 12.5 m at step 42, ratio 1:2, 0x1f", "no conflict within 12.5 m at step 42, ratio 1:2, 0x1f")]
    [InlineData("E1123 03:41:49.123456  4711 plan.cc:5] Check failed: n == 3", "(time) (process) plan.cc:5] Check failed: n == 3")]
    [InlineData("2026-11-23T03:41:49.5Z pid=4711 bad", "(time) pid=(process) bad")]
    [InlineData("2026-11-23 03:41:49,123 - root - ERROR - no map", "(time) - root - ERROR - no map")]
    [InlineData("[03:41:49] <Plan object at 0x7f12ab34cd56>", "[(time)] <Plan object at (address)>")]
    [InlineData("thread 140234 panicked, process id 12: gone", "thread (process) panicked, process id (process): gone")]
    [InlineData("t=1795405309.25 request 3f2504e0-4f89-11d3-9a0c-0305e82c3301", "t=(time) request (uuid)")]
    [InlineData("cannot bind unix:/tmp/sim-driver-x1y2/driver.sock", "cannot bind unix:(folder)/driver.sock")]
    [InlineData("", "")]
    public void Words_that_differ_between_equal_runs_are_taken_out_and_others_stay(string said, string kept) => Assert.Equal(kept, StableWords.Stable(said, "/tmp/sim-driver-x1y2"));
}
