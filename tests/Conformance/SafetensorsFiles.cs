using System.Text.Json;
using Sim.Numerics.Weights;

namespace Sim.Tests;

/// <summary>Every safetensors file among the vectors, read by us and by a plain reading of its header and bytes, and once more after we wrote it again.</summary>
[Trait("Topic", "interp")]
public sealed class SafetensorsFiles(ITestOutputHelper output)
{
    [Fact]
    public void Every_tensor_of_every_file_is_read_as_it_is_and_written_again()
    {
        var report = new VectorReport();
        string again = Path.Combine(Directory.CreateTempSubdirectory("sim-weights-").FullName, "again.safetensors");
        foreach (string path in Directory.EnumerateFiles(GoldenData.Golden("interp"), "*.safetensors", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            report.Case();
            using var file = SafetensorsFile.Open(path);
            Plain(path, file, report);
            Write(file, again);
            using var copy = SafetensorsFile.Open(again);
            Plain(again, copy, report);
            report.Same($"{path}: tensors", file.Tensors.Count, copy.Tensors.Count);
            foreach (var tensor in file.Tensors)
            {
                report.Same($"{path}: {tensor} again", true, tensor.ReadDouble().AsSpan().SequenceEqual(copy[tensor.Name].ReadDouble()));
            }
        }

        report.Conclude(output);
    }

    private static void Plain(string path, SafetensorsFile file, VectorReport report)
    {
        byte[] bytes = File.ReadAllBytes(path);
        int header = BitConverter.ToInt32(bytes);
        using var json = JsonDocument.Parse(bytes.AsMemory(8, header));
        int tensors = 0;
        foreach (var member in json.RootElement.EnumerateObject().Where(m => m.Name != "__metadata__"))
        {
            tensors++;
            var stored = file[member.Name];
            string type = member.Value.GetProperty("dtype").GetString()!;
            int at = 8 + header + member.Value.GetProperty("data_offsets")[0].GetInt32();
            report.Same($"{path}: {member.Name} type", type, stored.TypeName);
            report.Same($"{path}: {member.Name} shape", string.Join(",", member.Value.GetProperty("shape").EnumerateArray()), string.Join(",", stored.Shape.ToArray()));
            double[] values = stored.ReadDouble();
            for (int i = 0; i < values.Length; i++)
            {
                double expected = type switch
                {
                    "F32" => BitConverter.ToSingle(bytes, at + (4 * i)),
                    "F64" => BitConverter.ToDouble(bytes, at + (8 * i)),
                    "I64" => BitConverter.ToInt64(bytes, at + (8 * i)),
                    "I32" => BitConverter.ToInt32(bytes, at + (4 * i)),
                    "BOOL" => bytes[at + i],
                    _ => throw new InvalidOperationException($"{path}: {type}"),
                };
                if (!expected.Equals(values[i]))
                {
                    report.Same($"{path}: {member.Name}[{i}]", expected, values[i]);
                }
            }
        }

        report.Same($"{path}: tensors", tensors, file.Tensors.Count);
    }

    private static void Write(SafetensorsFile file, string path)
    {
        var writer = new SafetensorsWriter();
        foreach (var tensor in file.Tensors)
        {
            if (tensor.Type == ElementType.F32)
            {
                writer.Add(tensor.Name, tensor.ReadFloat());
            }
            else if (tensor.Type == ElementType.F64)
            {
                writer.Add(tensor.Name, tensor.ReadDouble(), tensor.Shape);
            }
            else
            {
                writer.Add(tensor.Name, tensor.ReadInt64(), tensor.Type!.Value, tensor.Shape);
            }
        }

        writer.Save(path);
    }
}
