using Sim.Maps;
using Sim.Plugins.CrashReports.Roads;
using Xunit;

namespace Sim.Tests.CrashReports.Roads;

public sealed class RoadExportTests
{
    [Fact]
    public void Roads_of_random_records_come_back_from_opendrive_as_they_were()
    {
        for (ulong seed = 1; seed <= 120; seed++)
        {
            var map = RoadBuilder.Build(RecordCompletion.Complete(RandomRecords.Draw(seed))).Map;
            var (again, _) = OpenDriveRoundTrip.Through(map);
            var differences = OpenDriveRoundTrip.Differences(map, again).ToList();
            Assert.True(differences.Count == 0, $"seed {seed}: {string.Join("; ", differences.Take(5))}");
            var findings = RoadMapCheck.Run(again);
            Assert.True(findings.Count == 0, $"seed {seed}: {string.Join("; ", findings.Take(3))}");
        }
    }
}
