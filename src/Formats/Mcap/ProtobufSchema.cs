using Google.Protobuf;
using Google.Protobuf.Reflection;
using Sim.Formats.Messages;

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

    /// <summary>
    /// The schema of the world's messages: of <c>world.proto</c> what <see cref="WorldFrame"/> and <see cref="AnswerFrame"/> need. Without debug output
    /// its messages are left out, so that a recording without it has the bytes that it had before there was any.
    /// </summary>
    /// <param name="debug">True when an answer holds debug output.</param>
    public static byte[] World(bool debug)
    {
        var file = FileDescriptorProto.Parser.ParseFrom(WorldFrame.Descriptor.File.SerializedData);
        if (!debug)
        {
            var fields = file.MessageType.Single(m => m.Name == AnswerFrame.Descriptor.Name).Field;
            fields.Remove(fields.Single(f => f.Number == AnswerFrame.DebugFieldNumber));
        }

        var needed = new HashSet<string>(StringComparer.Ordinal);
        Need(file, WorldFrame.Descriptor.Name, needed);
        Need(file, AnswerFrame.Descriptor.Name, needed);
        foreach (var message in file.MessageType.Where(m => !needed.Contains(m.Name)).ToList())
        {
            file.MessageType.Remove(message);
        }

        return new FileDescriptorSet { File = { file } }.ToByteArray();
    }

    private static void Need(FileDescriptorProto file, string name, HashSet<string> needed)
    {
        if (file.MessageType.FirstOrDefault(m => m.Name == name) is not { } message || !needed.Add(name))
        {
            return;
        }

        foreach (var field in message.Field)
        {
            Need(file, field.TypeName[(field.TypeName.LastIndexOf('.') + 1)..], needed);
        }
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
