using System.Buffers.Binary;
using System.Text.Json;
using Sim.Geometry;

namespace Sim.Formats.Gltf;

/// <summary>
/// A recording as an animated glTF 2.0 binary (.glb) that any viewer of glTF plays: ground, lanes and lines as meshes, each actor as a box of its
/// dimensions that moves and turns, a diamond where the ego touched somebody. y is up, the world's x is x, the world's y is minus z; the world's point at
/// glTF's origin is in the scene's extras. Absent actors have scale 0. The same recording gives the same bytes on every machine. Thread-safe.
/// </summary>
public static class ReplayGlb
{
    private const uint Magic = 0x46546C67;
    private const uint JsonChunk = 0x4E4F534A;
    private const uint BinaryChunk = 0x004E4942;
    private const double ContactRadiusM = 0.6;

    /// <summary>The bytes of the file.</summary>
    /// <param name="recording">The recording; it may be empty, without a map, without an ego.</param>
    public static byte[] Write(Recording recording)
    {
        ArgumentNullException.ThrowIfNull(recording);
        var moved = RoadMeshes.Moved(recording);
        // A whole number of metres: what is read back can be moved to the world exactly.
        var origin = new Vector2d(Math.Round(moved.Centre.X), Math.Round(moved.Centre.Y));
        var scene = new GltfScene();
        scene.AddStatic("ground", RoadMeshes.Ground(recording.Map, moved, origin), GltfMaterial.Ground);
        scene.AddStatic("ways", RoadMeshes.Lanes(recording.Map, moved, origin, traffic: false), GltfMaterial.Way);
        scene.AddStatic("lanes", RoadMeshes.Lanes(recording.Map, moved, origin, traffic: true), GltfMaterial.Road);
        scene.AddStatic("lines", RoadMeshes.Lines(recording.Map, moved, origin), GltfMaterial.Line);
        if (recording.Ego() is { } ego)
        {
            scene.AddStatic("way of the ego", RoadMeshes.Path(recording, ego, origin), GltfMaterial.EgoPath);
        }

        var names = ShownText.Names(recording.Tracks.Select(t => t.Id));
        for (int i = 0; i < recording.Tracks.Count; i++)
        {
            var track = recording.Tracks[i];
            if (ActorMotion.Of(recording, track, origin) is { } motion && Solid(track.Body))
            {
                scene.AddActor(names[i], track, motion, isEgo: track.Id == recording.EgoId);
            }
        }

        foreach (var contact in recording.Contacts)
        {
            if (Math.Abs(contact.X) <= 1e7 && Math.Abs(contact.Y) <= 1e7)
            {
                scene.AddMark("contact", new GltfMesh(default), ContactRadiusM, contact.X - origin.X, origin.Y - contact.Y, (float)(Math.Max(0, contact.TimeUs) / 1e6));
            }
        }

        return Pack(scene.Json(recording, origin), scene.Buffer.Span);
    }

    private static bool Solid(BodyBox body) =>
        body.LengthM is > 0 and < 1000 && body.WidthM is > 0 and < 1000 && body.HeightM is > 0 and < 1000;

    private static byte[] Pack(byte[] json, ReadOnlySpan<byte> binary)
    {
        int text = (json.Length + 3) / 4 * 4;
        var file = new byte[12 + 8 + text + 8 + binary.Length];
        var rest = file.AsSpan();
        Number(ref rest, Magic);
        Number(ref rest, 2);
        Number(ref rest, (uint)file.Length);
        Number(ref rest, (uint)text);
        Number(ref rest, JsonChunk);
        json.CopyTo(rest);
        rest[json.Length..text].Fill((byte)' ');
        rest = rest[text..];
        Number(ref rest, (uint)binary.Length);
        Number(ref rest, BinaryChunk);
        binary.CopyTo(rest);
        return file;
    }

    private static void Number(ref Span<byte> rest, uint value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(rest, value);
        rest = rest[4..];
    }
}
