using System.IO.Compression;
using System.Text.Json;
using Sim.Geometry;
using Sim.Plugins.PseudoSimulation;
using Sim.Plugins.PseudoSimulation.Scenes;
using Sim.Plugins.PseudoSimulation.Scoring;
using Sim.Plugins.PseudoSimulation.Traffic;
using Sim.Tests;
using Sim.Tests.PseudoSimulation;

namespace Sim.Bench;

/// <summary>What the scorer's speed is measured on: the recorded NAVSIM cases where they are (SIM_GOLDEN, shared/golden), else drawn scenes of the same size.</summary>
internal sealed class EpdmsCases
{
    /// <summary>One plan in one scene.</summary>
    public sealed record Case(ScoringScene Scene, ITrafficPolicy Traffic, bool HumanFilter, Pose2d[] Plan);

    /// <summary>Where they come from.</summary>
    public required string Source { get; init; }

    /// <summary>The cases.</summary>
    public required Case[] All { get; init; }

    public static EpdmsCases Load()
    {
        if (GoldenFile() is not { } path)
        {
            return Drawn();
        }

        using var packed = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
        using var json = JsonDocument.Parse(packed);
        var cases = new List<Case>();
        foreach (var item in json.RootElement.GetProperty("scenes").EnumerateArray())
        {
            var scene = new ScoringScene(EpdmsVectors.Scene(item), Compatibility.Navsim22);
            foreach (var scored in item.GetProperty("cases").EnumerateArray())
            {
                ITrafficPolicy traffic = scored.GetProperty("policy").GetString() == "log_replay" ? new LogReplayTraffic() : new ConstantVelocityTraffic();
                cases.Add(new Case(scene, traffic, scored.GetProperty("human_penalty_filter").GetBoolean(), EpdmsVectors.Poses(scored.GetProperty("proposal_poses"))));
            }
        }

        return new EpdmsCases { Source = "golden scorer cases", All = [.. cases] };
    }

    /// <summary>The scenes, once each, in order.</summary>
    public ScoringScene[] Scenes() => [.. All.Select(c => c.Scene).Distinct()];

    /// <summary>Absolute proposals around a scene's reference: slower, faster, to the left and to the right.</summary>
    public static Pose2d[] Spread(PseudoScene scene, int count)
    {
        var reference = scene.Reference ?? throw new InvalidOperationException("the scenes to measure have a reference");
        var proposals = new Pose2d[count * Horizon.Samples];
        for (int n = 0; n < count; n++)
        {
            double pace = 0.2 + (0.8 * (n % 16) / 15), left = -2 + (4.0 * (n / 16 % 16) / 15);
            for (int i = 0; i < Horizon.Samples; i++)
            {
                double at = i * pace;
                int from = Math.Min((int)at, Horizon.Steps - 1);
                var (a, b) = (reference[from], reference[from + 1]);
                var place = a.Position.Lerp(b.Position, at - from);
                proposals[(n * Horizon.Samples) + i] = new Pose2d(place, a.HeadingRad).Moved(0, left * i / Horizon.Steps);
            }
        }

        return proposals;
    }

    /// <summary>A scene with about 400 areas and 60 others around the same road, as dense real maps have: copies of its own, put aside by 8 m and more.</summary>
    public static PseudoScene Crowded(PseudoScene scene)
    {
        var polygons = scene.Map.Polygons.ToList();
        var objects = scene.Objects.ToList();
        var aside = scene.Ego.Pose.ToDirection().Left;
        for (int n = 1; polygons.Count < 400; n++)
        {
            var by = aside * ((n % 2 == 0 ? 8 : -8) * (1 + (n / 2)));
            polygons.AddRange(scene.Map.Polygons.Select(p => p with { Id = $"{p.Id}-{n}", Exterior = [.. p.Exterior.Select(q => q + by)] }));
        }

        for (int n = 1; objects.Count < 60 && scene.Objects.Count > 0; n++)
        {
            var by = aside * ((n % 2 == 0 ? 8 : -8) * (1 + (n / 2)));
            objects.AddRange(scene.Objects.Select(o => o with { Token = $"{o.Token}-{n}", Poses = [.. o.Poses.Select(p => new Pose2d(p.Position + by, p.HeadingRad))] }));
        }

        return scene with { Map = scene.Map with { Polygons = polygons }, Objects = objects };
    }

    private static EpdmsCases Drawn() => new()
    {
        Source = "drawn scenes",
        All = [.. Enumerable.Range(0, 27).SelectMany(s =>
        {
            var scene = new ScoringScene(DrawnScenes.Draw((ulong)s), Compatibility.Navsim22);
            return Enumerable.Range(0, 5).Select(p => new Case(scene, new LogReplayTraffic(), true, DrawnScenes.Plan((ulong)s, p)));
        })],
    };

    private static string? GoldenFile()
    {
        const string file = "epdms/scorer.json.gz";
        if (Environment.GetEnvironmentVariable("SIM_GOLDEN") is { Length: > 0 } given)
        {
            return Path.Combine(given, file);
        }

        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string beside = Path.Combine(folder.FullName, "shared", "golden", file);
            if (File.Exists(beside))
            {
                return beside;
            }
        }

        return null;
    }
}
