using System.Globalization;
using System.Text;
using Sim.Plugins.Sdk;

namespace Sim.Fixtures;

/// <summary>Renders who is where as JSON, with a little noise; misbehaves when its option <c>how</c> says so.</summary>
internal sealed class MisbehavingSensor : ISensor
{
    public string Name => "misbehave";

    public string Description => "Renders positions as JSON; misbehaves when it is told so.";

    public Frame Capture(CaptureRequest request, CancellationToken cancellationToken)
    {
        if (request.Options.Find("how") is { } how)
        {
            Misdeed.Commit($"sensor {how.Text}", "sensor");
        }

        int step = (int)(request.StartUs / request.World.StepUs);
        var seen = request.World.Tracks.Where(t => t.IsPresent(step)).Select(t => (t.Id, t.At(step).X));
        string json = string.Create(
            CultureInfo.InvariantCulture,
            $"{{\"noise\":{request.Seed % 100},{string.Join(',', seen.Select(s => string.Create(CultureInfo.InvariantCulture, $"\"{s.Id}\":{s.X:R}")))}}}");
        return new Frame
        {
            Sensor = request.Sensor,
            Kind = FrameKind.Objects,
            StartUs = request.StartUs,
            EndUs = request.EndUs,
            PoseWorld = [0, 0, 0, 1, 0, 0, 0],
            Encoding = "json",
            Data = Encoding.UTF8.GetBytes(json),
        };
    }
}
