using System.Runtime.InteropServices;
using Sim.Plugins.Sdk;

namespace Sim.Host.Workers;

/// <summary>A format in another process.</summary>
internal sealed class IsolatedFormat(ModuleDescription description, ILeaseSource source) : IsolatedModule(description, source), IFormat
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Extensions => Description.Extensions;

    /// <inheritdoc/>
    public bool CanWrite => Description.CanWrite;

    /// <inheritdoc/>
    public FormatContent Read(ReadOnlyMemory<byte> content, string file, CancellationToken cancellationToken)
    {
        byte[] bytes = MemoryMarshal.TryGetArray(content, out var whole) && whole.Offset == 0 && whole.Count == whole.Array!.Length ? whole.Array : content.ToArray();
        return ByteForm.Read<FormatContent>(Ask(nameof(Read), cancellationToken, bytes, ByteForm.Of(file))[0]);
    }

    /// <inheritdoc/>
    public void Write(FormatContent content, Stream output, CancellationToken cancellationToken) =>
        output.Write(Ask(nameof(Write), cancellationToken, ByteForm.Of(content))[0].Span);

    /// <summary>Answers for a format.</summary>
    public static Target Answer(IFormat module) => call =>
    {
        switch (call.Method)
        {
            case nameof(Read):
                return [ByteForm.Of(module.Read(call.Arguments[0].Memory, call.Get<string>(1), call.CancellationToken))];
            case nameof(Write):
                using (var output = new MemoryStream())
                {
                    module.Write(call.Get<FormatContent>(0), output, call.CancellationToken);
                    return [output.ToArray()];
                }

            default:
                throw call.Unknown();
        }
    };

    /// <inheritdoc/>
    protected override IModule With(ILeaseSource other) => new IsolatedFormat(Description, other);
}
