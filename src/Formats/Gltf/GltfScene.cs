using System.Text.Json;
using Sim.Geometry;

namespace Sim.Formats.Gltf;

/// <summary>Nodes, meshes and one animation, gathered and written. Not thread-safe.</summary>
internal sealed class GltfScene
{
    // Linear red, green, blue by GltfMaterial.
    private static readonly (double R, double G, double B)[] Colours =
    [
        (0.42, 0.47, 0.38), (0.45, 0.45, 0.45), (0.10, 0.10, 0.11), (0.85, 0.85, 0.85), (0.10, 0.45, 0.85), (0.0, 0.16, 0.45), (0.80, 0.33, 0.0),
        (0.45, 0.20, 0.05), (0.0, 0.35, 0.17), (0.60, 0.19, 0.39), (0.35, 0.35, 0.38), (0.95, 0.95, 0.95), (0.80, 0.0, 0.02),
    ];

    private readonly List<(string Name, List<(int Position, int Normal, int Index, GltfMaterial Material)> Parts)> _meshes = [];
    private readonly List<(string Name, int Mesh, float[]? Place, float[]? Turn, float[]? Scale, string? Class)> _nodes = [];
    private readonly List<(int Input, int Output, bool Step, int Node, string Path)> _channels = [];
    private readonly Dictionary<(ActorClass, BodyBox, bool), int> _bodies = [];
    private int _mark = -1;

    /// <summary>The numbers.</summary>
    public GltfBuffer Buffer { get; } = new();

    /// <summary>Adds something that stays; nothing for an empty mesh.</summary>
    public void AddStatic(string name, GltfMesh mesh, GltfMaterial material)
    {
        if (!mesh.IsEmpty)
        {
            _nodes.Add((name, Mesh(name, (mesh, material)), null, null, null, null));
        }
    }

    /// <summary>Adds an actor.</summary>
    public void AddActor(string name, Track track, ActorMotion motion, bool isEgo)
    {
        if (!_bodies.TryGetValue((track.Class, track.Body, isEgo), out int mesh))
        {
            GltfMesh box = new(default), arrow = new(default);
            box.Box(track.Body.LengthM, track.Body.WidthM, track.Body.HeightM);
            arrow.Arrow(0.6 * track.Body.LengthM, 0.7 * track.Body.WidthM, track.Body.HeightM + 0.02);
            mesh = Mesh(isEgo ? "ego" : track.Class.ToString(), (box, MaterialOf(track.Class, isEgo)), (arrow, GltfMaterial.Arrow));
            _bodies.Add((track.Class, track.Body, isEgo), mesh);
        }

        int node = _nodes.Count;
        bool always = motion.Shown.Count == 3 && motion.Shown[0] > 0;
        _nodes.Add((name, mesh, [.. motion.Places.Take(3)], [.. motion.Turns.Take(4)], always ? null : [.. motion.Shown.Take(3)], isEgo ? "ego" : track.Class.ToString()));
        if (motion.Moves || motion.Turning)
        {
            int times = Buffer.AddKeys(motion.Times, 1);
            if (motion.Moves)
            {
                _channels.Add((times, Buffer.AddKeys(motion.Places, 3), false, node, "translation"));
            }

            if (motion.Turning)
            {
                _channels.Add((times, Buffer.AddKeys(motion.Turns, 4), false, node, "rotation"));
            }
        }

        if (motion.ShowTimes.Count > 1)
        {
            _channels.Add((Buffer.AddKeys(motion.ShowTimes, 1), Buffer.AddKeys(motion.Shown, 3), true, node, "scale"));
        }
    }

    /// <summary>Adds a mark that is seen from a time on.</summary>
    public void AddMark(string name, GltfMesh shape, double radiusM, double x, double z, float seconds)
    {
        if (_mark < 0)
        {
            shape.Diamond(radiusM);
            _mark = Mesh(name, (shape, GltfMaterial.Contact));
        }

        bool later = seconds > 0;
        _nodes.Add((name, _mark, [(float)x, 1, (float)z], null, later ? [0, 0, 0] : null, null));
        if (later)
        {
            _channels.Add((Buffer.AddKeys([0, seconds], 1), Buffer.AddKeys([0, 0, 0, 1, 1, 1], 3), true, _nodes.Count - 1, "scale"));
        }
    }

    /// <summary>The JSON of the file.</summary>
    public byte[] Json(Recording recording, Vector2d origin)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteStartObject("asset");
            json.WriteString("version", "2.0");
            json.WriteString("generator", "sim");
            if (ShownText.Clean(recording.Provenance.Licence, 200) is { Length: > 0 } licence)
            {
                json.WriteString("copyright", licence);
            }

            json.WriteEndObject();
            json.WriteNumber("scene", 0);
            Scene(json, recording, origin);
            Nodes(json);
            Meshes(json);
            json.WriteStartArray("materials");
            for (int i = 0; i < Colours.Length; i++)
            {
                GltfJson.Material(json, ((GltfMaterial)i).ToString(), Colours[i].R, Colours[i].G, Colours[i].B);
            }

            json.WriteEndArray();
            Animation(json);
            Buffer.Describe(json);
            json.WriteEndObject();
        }

        return stream.ToArray();
    }

    private static GltfMaterial MaterialOf(ActorClass kind, bool isEgo) => isEgo ? GltfMaterial.Ego : kind switch
    {
        ActorClass.Car or ActorClass.Van or ActorClass.Emergency => GltfMaterial.Car,
        ActorClass.Truck or ActorClass.Trailer or ActorClass.Bus or ActorClass.Train => GltfMaterial.Large,
        ActorClass.Motorcycle or ActorClass.Bicycle => GltfMaterial.TwoWheeler,
        ActorClass.Pedestrian or ActorClass.Animal => GltfMaterial.Walker,
        _ => GltfMaterial.Object,
    };

    private int Mesh(string name, params (GltfMesh Mesh, GltfMaterial Material)[] parts)
    {
        var list = new List<(int, int, int, GltfMaterial)>();
        foreach (var (mesh, material) in parts)
        {
            list.Add((Buffer.AddVertices(mesh.Positions, bounds: true), Buffer.AddVertices(mesh.Normals, bounds: false), Buffer.AddIndices(mesh.Indices), material));
        }

        _meshes.Add((name, list));
        return _meshes.Count - 1;
    }

    private void Scene(Utf8JsonWriter json, Recording recording, Vector2d origin)
    {
        json.WriteStartArray("scenes");
        json.WriteStartObject();
        json.WriteString("name", ShownText.Clean(recording.Name, 200) is { Length: > 0 } name ? name : "recording");
        json.WriteStartArray("nodes");
        for (int i = 0; i < _nodes.Count; i++)
        {
            json.WriteNumberValue(i);
        }

        json.WriteEndArray();
        json.WriteStartObject("extras");
        json.WriteNumber("origin_x_m", origin.X);
        json.WriteNumber("origin_y_m", origin.Y);
        json.WriteNumber("step_us", recording.StepUs);
        json.WriteNumber("step_count", recording.StepCount);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private void Nodes(Utf8JsonWriter json)
    {
        json.WriteStartArray("nodes");
        foreach (var (name, mesh, place, turn, scale, kind) in _nodes)
        {
            json.WriteStartObject();
            json.WriteString("name", name);
            json.WriteNumber("mesh", mesh);
            GltfJson.Numbers(json, "translation", place);
            GltfJson.Numbers(json, "rotation", turn);
            GltfJson.Numbers(json, "scale", scale);
            if (kind is not null)
            {
                json.WriteStartObject("extras");
                json.WriteString("class", kind);
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private void Meshes(Utf8JsonWriter json)
    {
        json.WriteStartArray("meshes");
        foreach (var (name, parts) in _meshes)
        {
            json.WriteStartObject();
            json.WriteString("name", name);
            json.WriteStartArray("primitives");
            foreach (var (position, normal, index, material) in parts)
            {
                json.WriteStartObject();
                json.WriteStartObject("attributes");
                json.WriteNumber("POSITION", position);
                json.WriteNumber("NORMAL", normal);
                json.WriteEndObject();
                json.WriteNumber("indices", index);
                json.WriteNumber("material", (int)material);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private void Animation(Utf8JsonWriter json)
    {
        // glTF forbids an animation without channels.
        if (_channels.Count == 0)
        {
            return;
        }

        json.WriteStartArray("animations");
        json.WriteStartObject();
        json.WriteString("name", "replay");
        json.WriteStartArray("channels");
        for (int i = 0; i < _channels.Count; i++)
        {
            json.WriteStartObject();
            json.WriteNumber("sampler", i);
            json.WriteStartObject("target");
            json.WriteNumber("node", _channels[i].Node);
            json.WriteString("path", _channels[i].Path);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("samplers");
        foreach (var (input, output, step, _, _) in _channels)
        {
            json.WriteStartObject();
            json.WriteNumber("input", input);
            json.WriteNumber("output", output);
            json.WriteString("interpolation", step ? "STEP" : "LINEAR");
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
    }
}
