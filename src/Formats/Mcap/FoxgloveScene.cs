using Google.Protobuf.WellKnownTypes;
using Sim.Formats.Foxglove;
using Sim.Maps;
using Sim.Numerics;

namespace Sim.Formats.Mcap;

/// <summary>Draws a recording with Foxglove's well-known schemas, so that the file opens in Foxglove without any setup.</summary>
internal static class FoxgloveScene
{
    public const string Frame = "map";

    public static Timestamp Time(long timeUs) => new() { Seconds = timeUs / 1_000_000, Nanos = (int)(timeUs % 1_000_000) * 1000 };

    public static SceneUpdate Map(RoadMap map)
    {
        var lanes = new SceneEntity { Timestamp = Time(0), FrameId = Frame, Id = "map", FrameLocked = true };
        foreach (var lane in map.Lanes)
        {
            lanes.Lines.Add(Line(lane.Left, 0.55));
            lanes.Lines.Add(Line(lane.Right, 0.55));
        }

        foreach (var crosswalk in map.Crosswalks)
        {
            var loop = new LinePrimitive { Type = LinePrimitive.Types.Type.LineLoop, Pose = Identity(), Thickness = 0.15, Color = Grey(0.9) };
            loop.Points.AddRange(crosswalk.Outline.Points.Select(p => new Point3 { X = p.X, Y = p.Y }));
            lanes.Lines.Add(loop);
        }

        return new SceneUpdate { Entities = { lanes } };
    }

    public static SceneUpdate Actors(Recording recording, int step)
    {
        var update = new SceneUpdate();
        foreach (var track in recording.Tracks)
        {
            if (!track.IsPresent(step))
            {
                if (step > 0 && track.IsPresent(step - 1))
                {
                    update.Deletions.Add(new SceneEntityDeletion { Timestamp = Time(recording.TimeUs(step)), Type = SceneEntityDeletion.Types.Type.MatchingId, Id = track.Id });
                }

                continue;
            }

            var s = track.At(step);
            var (sin, cos) = Pinned.SinCos(s.HeadingRad / 2);
            var entity = new SceneEntity { Timestamp = Time(recording.TimeUs(step)), FrameId = Frame, Id = track.Id };
            entity.Metadata.Add(new Foxglove.KeyValuePair { Key = "class", Value = track.Class.ToString() });
            entity.Cubes.Add(new CubePrimitive
            {
                Pose = new Pose { Position = new Vector3 { X = s.X, Y = s.Y, Z = track.Body.HeightM / 2 }, Orientation = new Quaternion { Z = sin, W = cos } },
                Size = new Vector3 { X = track.Body.LengthM, Y = track.Body.WidthM, Z = track.Body.HeightM },
                Color = track.Id == recording.EgoId ? new Color { R = 0.0, G = 0.45, B = 0.7, A = 0.9 } : new Color { R = 0.9, G = 0.6, B = 0.0, A = 0.8 },
            });
            update.Entities.Add(entity);
        }

        return update;
    }

    public static Log Event(RecordedEvent recorded) => new()
    {
        Timestamp = Time(recorded.TimeUs),
        Level = recorded.Kind is "contact" or "warning" ? Log.Types.Level.Warning : Log.Types.Level.Info,
        Name = recorded.Kind,
        Message = recorded.Text,
    };

    private static LinePrimitive Line(Geometry.Polyline line, double grey)
    {
        var strip = new LinePrimitive { Type = LinePrimitive.Types.Type.LineStrip, Pose = Identity(), Thickness = 0.1, Color = Grey(grey) };
        strip.Points.AddRange(line.Points.Select(p => new Point3 { X = p.X, Y = p.Y }));
        return strip;
    }

    public static Pose Identity() => new() { Position = new Vector3(), Orientation = new Quaternion { W = 1 } };

    private static Color Grey(double level) => new() { R = level, G = level, B = level, A = 1 };
}
