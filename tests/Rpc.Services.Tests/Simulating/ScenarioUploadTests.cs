using System.Security.Cryptography;
using System.Text.Json;
using Sim.Formats.OpenDrive;
using Sim.Plugins.Sdk;
using Sim.Rpc.Services;
using Sim.Tests.Engine;
using Messages = Sim.Rpc.Messages;

namespace Sim.Tests.Rpc;

/// <summary>What travels to a simulator with a scenario.</summary>
public class ScenarioUploadTests
{
    private static readonly Scenario Scene = Worlds.Scene(Worlds.Straight(400, 2, 15), 3, Worlds.Ego(speed: 12));

    [Fact]
    public void A_scenario_goes_alone_where_nothing_else_is_wanted()
    {
        var upload = ScenarioUpload.Of(Scene, 5, "s", new SimulatorUse(), strict: true);

        Assert.Equal((Messages.MapFormat.Unspecified, 0UL, 0), (upload.Header.MapFormat, upload.Header.MapBytes, upload.Header.MapSha256.Length));
        Assert.Equal((ulong)upload.Content.Length, upload.Header.ScenarioBytes);
        Assert.Empty(upload.Losses);
    }

    [Fact]
    public void Roads_go_before_it_as_OpenDRIVE_with_their_digest()
    {
        var upload = ScenarioUpload.Of(Scene, 5, "s", new SimulatorUse(), strict: false, roads: true);

        var map = upload.Content[..(int)upload.Header.MapBytes];
        var scenario = upload.Content[(int)upload.Header.MapBytes..];
        Assert.Equal(Messages.MapFormat.Opendrive, upload.Header.MapFormat);
        Assert.Equal(SHA256.HashData(map.Span), upload.Header.MapSha256.ToByteArray());
        Assert.Equal(SHA256.HashData(scenario.Span), upload.Header.ScenarioSha256.ToByteArray());
        Assert.Equal((ulong)scenario.Length, upload.Header.ScenarioBytes);
        var read = OpenDriveReader.Read(map, "roads.xodr");
        Assert.Equal(Scene.Map.Lanes.Select(l => l.Id).Order(StringComparer.Ordinal), read.Lanes.Select(l => l.Id).Order(StringComparer.Ordinal));
        Assert.Equal(Scene.Name, JsonSerializer.Deserialize(scenario.Span, SimJson.Default.Scenario)!.Name);
    }
}
