using Sim.Formats.Gltf;
using Sim.Formats.Mcap;
using Sim.Formats.Png;
using Sim.Reports.Stories;

namespace Sim.Reports.Exports;

/// <summary>A case in the forms of other programs. The same case gives the same bytes on every machine. Stateless and thread-safe.</summary>
internal static class CaseExports
{
    /// <summary>Names of the forms, in the order in which they are written.</summary>
    public static IReadOnlyList<string> Kinds { get; } = ["mcap", "gltf", "svg", "png"];

    /// <summary>Name of the file of a form.</summary>
    public static string FileOf(string kind) => kind switch
    {
        "mcap" => "case.mcap",
        "gltf" => "replay.glb",
        "svg" => "moments.svg",
        _ => "moments.png",
    };

    /// <summary>The bytes of a file.</summary>
    /// <param name="kind">One of <see cref="Kinds"/>.</param>
    /// <param name="result">The case.</param>
    /// <param name="recording">Its recording.</param>
    public static byte[] Write(string kind, CaseResult result, Recording recording)
    {
        switch (kind)
        {
            case "mcap":
                using (var stream = new MemoryStream())
                {
                    RecordingMcap.WriteAssessed(recording, result.Assessments, [.. CaseStory.Moments(result, recording).Select(m => new RecordedEvent(m.TimeUs, m.Kind, [], m.Text))], stream);
                    return stream.ToArray();
                }

            case "gltf":
                return ReplayGlb.Write(recording);
            case "svg":
                return SvgWriter.Write(MomentStrip.Draw(result, recording));
            case "png":
                return PngWriter.Write(MomentStrip.Draw(result, recording).ToRaster());
            default:
                throw new ArgumentException($"Unknown form '{kind}'.", nameof(kind));
        }
    }
}
