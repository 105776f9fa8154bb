using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Sim.Formats.Mcap;

/// <summary>The schema data of a protobuf channel: a serialised FileDescriptorSet with every file that the message needs.</summary>
internal static class ProtobufSchema
{
    public static byte[] Of(MessageDescriptor message)
    {
        var files = new List<FileDescriptor>();
        Collect(message.File, files);
        using var bytes = new MemoryStream();
        using (var output = new CodedOutputStream(bytes, leaveOpen: true))
        {
            foreach (var file in files)
            {
                // FileDescriptorSet has one field: repeated FileDescriptorProto file = 1.
                output.WriteTag(1, WireFormat.WireType.LengthDelimited);
                output.WriteBytes(file.SerializedData);
            }
        }

        return bytes.ToArray();
    }

    private static void Collect(FileDescriptor file, List<FileDescriptor> files)
    {
        if (files.Any(f => f.Name == file.Name))
        {
            return;
        }

        foreach (var dependency in file.Dependencies)
        {
            Collect(dependency, files);
        }

        files.Add(file);
    }
}
