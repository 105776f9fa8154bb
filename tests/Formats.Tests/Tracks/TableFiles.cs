using System.Text;
using Sim.Formats.Lanelet2;
using Sim.Formats.Tracks;
using Sim.Maps;

namespace Sim.Tests.Tracks;

/// <summary>Tables in memory.</summary>
internal sealed class TableFiles(params (string Name, string Text)[] files) : ITrackSources
{
    public (Stream Stream, string Name) Open(Setting file) =>
        files.FirstOrDefault(f => f.Name == file.Raw).Text is { } text
            ? (new MemoryStream(Encoding.UTF8.GetBytes(text)), file.Raw)
            : throw file.Error($"no file '{file.Raw}'");

    public RoadMap Map(Setting file, Lanelet2Options? frame) => RoadMap.Empty with { Name = file.Raw };

    public static Recording Read(string settings, params (string Name, string Text)[] files) =>
        TracksReader.Read(Encoding.UTF8.GetBytes(settings), "a.tracks.yaml", new TableFiles(files));
}
